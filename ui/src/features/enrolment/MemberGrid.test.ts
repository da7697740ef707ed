import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defineComponent, h, ref } from "vue";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import { emptyMember } from "@/shared/members";
import type { MemberDraft } from "@/shared/members";
import { toasts, undoLatest, words } from "@/shared/components/toasts";
import { notice, takenByScreen } from "@/shared/device";
import MemberGrid from "./MemberGrid.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));

const FATHER = "110105196804120012";
const MOTHER = "110105197009030024";
const KNOWN = "110105198001010035";
const WRONG = "110105198001010038";
const facts: Record<string, [sex: string, birth: string, age: number]> = {
  [FATHER]: ["male", "1968-04-12", 58],
  [MOTHER]: ["female", "1970-09-03", 56],
  [KNOWN]: ["male", "1980-01-01", 46],
};
const text = (zh: string) => ({ zh, en: zh });
const NAMESAKE = { person: "q", household: "h7", name: "王同名", sex: "male", birth_date: "1968-04-12", id_number: "1101**********0099", place: text("石桥村5组"), can_move: true };

beforeEach(() => {
  call.mockImplementation((command: string, { text: typed, name }: { text: string; name: string }) => {
    if (command === "namesakes") return Promise.resolve(name === "王同名" ? [NAMESAKE] : []);
    const [sex, birth_date, age] = facts[typed] ?? [null, null, null];
    return Promise.resolve({
      id_number: birth_date ? typed : null, sex, birth_date, age, warning: null,
      fault: birth_date ? null : text("最后一位应为 X"),
      known: typed === KNOWN ? { person: "p", household: "h9", name: "李四", place: text("槐树村3组"), can_move: true } : null,
    });
  });
});
afterEach(() => {
  unmountAll();
  notice.value = undefined;
  toasts.splice(0);
  call.mockReset();
});

const relations = ["head", "spouse", "son", "daughter", "father", "mother", "grandchild", "child_in_law", "other"].map((code) => ({ code, name: text(code) }));

function grid(more: object = {}, begin: MemberDraft[] = []) {
  const members = ref<MemberDraft[]>(begin);
  const done = vi.fn();
  const opened = vi.fn();
  const back = vi.fn();
  const exposed = ref<{ typing: () => unknown; settle: () => Promise<boolean> }>();
  const Holder = defineComponent(() => () =>
    h(MemberGrid, {
      modelValue: members.value,
      "onUpdate:modelValue": (now: MemberDraft[]) => (members.value = now),
      relations,
      categories: [{ code: "tekun", name: text("特困") }, { code: "dibao", name: text("低保") }],
      ...more,
      ref: exposed,
      onDone: done,
      onBack: back,
      onOpenHousehold: opened,
    }),
  );
  mount(Holder, {});
  return { members, done, opened, back, exposed };
}

async function row(id: string, name: string): Promise<void> {
  await type(find("member-id"), id);
  await press(find("member-id"), "Enter");
  await type(find("member-name"), name);
  await press(find("member-name"), "Enter");
  await press(find("member-relation"), "Enter");
  await settle();
}

describe("members typed row by row", () => {
  it("number, name and three Enters make a member; the number says the rest", async () => {
    const { members } = grid();
    await row(FATHER, "王建国");
    await row(MOTHER, "李秀兰");
    expect(members.value.map(({ name, sex, birthDate, relation }) => [name, sex, birthDate, relation])).toEqual([
      ["王建国", "male", "1968-04-12", "head"],
      ["李秀兰", "female", "1970-09-03", "spouse"],
    ]);
    expect(document.querySelectorAll('[data-test="member-id"]')).toHaveLength(1);
  });

  it("a digit changes the guessed relation and closes the row", async () => {
    const { members } = grid();
    await row(FATHER, "王建国");
    await type(find("member-id"), MOTHER);
    await press(find("member-id"), "Enter");
    await type(find("member-name"), "李秀兰");
    await press(find("member-name"), "Enter");
    await press(find("member-relation"), "9");
    expect(members.value[1]?.relation).toBe("other");
  });

  it("a wrong number stops the row and keeps what was typed", async () => {
    const { members } = grid();
    await type(find("member-id"), WRONG);
    await press(find("member-id"), "Enter");
    expect(find<HTMLElement>("member-fault").textContent).toContain("最后一位应为 X");
    await type(find("member-name"), "王五");
    await press(find("member-name"), "Enter");
    await press(find("member-relation"), "Enter");
    expect(members.value).toHaveLength(0);
    expect(find("member-id").value.replace(/ /g, "")).toBe(WRONG);
  });

  it("somebody who is registered already is not created again, and the household can be opened", async () => {
    const { members, opened } = grid();
    await row(KNOWN, "李四");
    expect(members.value).toHaveLength(0);
    find<HTMLElement>("member-known").querySelector("button")?.click();
    expect(opened).toHaveBeenCalledWith("h9");
  });

  it("somebody who is known moves here with a second and a third Enter, and a double press moves nobody", async () => {
    const { members } = grid();
    await type(find("member-id"), KNOWN);
    await press(find("member-id"), "Enter");
    await press(find("member-id"), "Enter");
    expect(document.activeElement).toBe(find("member-move"));
    expect(members.value).toHaveLength(0);
    find<HTMLElement>("member-move").click();
    await settle();
    expect(find("member-name").value).toBe("李四");
    await press(find("member-relation"), "Enter");
    expect(members.value).toMatchObject([{ person: "p", name: "李四", idNumber: KNOWN, relation: "head" }]);
  });

  it("another number makes another person of the row", async () => {
    const { members } = grid();
    await type(find("member-id"), KNOWN);
    await press(find("member-id"), "Enter");
    find<HTMLElement>("member-move").click();
    await settle();
    await row(FATHER, "王建国");
    expect(members.value).toMatchObject([{ person: "", name: "王建国" }]);
  });

  it("same name and birthday are shown side by side and stop nobody", async () => {
    const { members } = grid();
    await type(find("member-id"), FATHER);
    await press(find("member-id"), "Enter");
    await type(find("member-name"), "王同名");
    await press(find("member-name"), "Enter");
    expect(find("member-namesakes").parentElement?.textContent).toContain("1101**********0099");
    await press(find("member-relation"), "Enter");
    expect(members.value).toMatchObject([{ person: "", name: "王同名" }]);
  });

  it("the same number twice in one household is refused", async () => {
    const { members } = grid();
    await row(FATHER, "王建国");
    await row(FATHER, "王建国");
    expect(members.value).toHaveLength(1);
  });

  it("Enter on an empty row means that the household is complete", async () => {
    const { done } = grid();
    await row(FATHER, "王建国");
    await press(find("member-id"), "Enter");
    await press(find("member-name"), "Enter");
    expect(done).toHaveBeenCalledOnce();
  });

  it("Del takes a member out of the list", async () => {
    const { members } = grid();
    await row(FATHER, "王建国");
    await row(MOTHER, "李秀兰");
    await press(find("member-id"), "ArrowUp");
    await press(find("member-relation"), "Delete");
    expect(members.value.map(({ name }) => name)).toEqual(["王建国"]);
  });
});

describe("what was typed is never dropped", () => {
  const names = (members: { value: MemberDraft[] }) => members.value.map(({ name }) => name);

  it("arrows leave the row that is typed in the list, checked, and come back to it", async () => {
    const { members } = grid();
    await row(FATHER, "王建国");
    await type(find("member-id"), MOTHER);
    await type(find("member-name"), "李秀兰");
    await press(find("member-name"), "ArrowUp");
    expect(members.value[1]).toMatchObject({ name: "李秀兰", idNumber: MOTHER, sex: "female", relation: "spouse", sure: true });
    await press(find("member-id"), "ArrowDown");
    expect(find("member-name").value).toBe("李秀兰");
  });

  it("a click on another row keeps a row that is not whole, says so, and saving asks for what is missing", async () => {
    const { members, exposed } = grid();
    await row(FATHER, "王建国");
    await type(find("member-id"), MOTHER);
    find<HTMLElement>("member-row-1").click();
    await settle();
    expect(members.value[1]).toMatchObject({ name: "", idNumber: MOTHER });
    expect(find("member-unfinished")).toBeTruthy();
    expect(await exposed.value?.settle()).toBe(false);
    await settle();
    expect(document.activeElement).toBe(find("member-name"));
    expect(find("member-fault").textContent).toContain("姓名");
  });

  it("a wrong number that was left is in the list, and stops the registration", async () => {
    const { members, exposed } = grid();
    await row(FATHER, "王建国");
    await type(find("member-id"), WRONG);
    await type(find("member-name"), "王五");
    await press(find("member-name"), "ArrowUp");
    expect(names(members)).toEqual(["王建国", "王五"]);
    expect(await exposed.value?.settle()).toBe(false);
    await settle();
    expect(document.activeElement).toBe(find("member-id"));
  });

  it("a card keeps the row that was begun by hand", async () => {
    const { members } = grid();
    await type(find("member-id"), FATHER);
    takenByScreen({ id_number: MOTHER, name: "李秀兰", sex: "female", ethnicity: "汉", birth_date: "1970-09-03", address: "" });
    await settle();
    expect(members.value).toMatchObject([{ idNumber: FATHER, name: "" }]);
    expect(find("member-name").value).toBe("李秀兰");
  });

  it("a card gives its number to the row of the same name", async () => {
    const { members } = grid();
    await type(find("member-name"), "王建国");
    takenByScreen({ id_number: FATHER, name: "王建国", sex: "male", ethnicity: "汉", birth_date: "1968-04-12", address: "" });
    await settle();
    expect(members.value).toHaveLength(0);
    expect(find("member-id").value.replace(/ /g, "")).toBe(FATHER);
  });

  it("tells the row that is typed to whoever keeps the draft", async () => {
    const { exposed } = grid();
    expect(exposed.value?.typing()).toBeUndefined();
    await type(find("member-name"), "王建国");
    expect(exposed.value?.typing()).toMatchObject({ at: 0, member: { name: "王建国" } });
  });

  it("Ctrl+Del takes the row out from any field, and undo gives it back to its place", async () => {
    const { members } = grid();
    await row(FATHER, "王建国");
    await row(MOTHER, "李秀兰");
    await press(find("member-id"), "ArrowUp");
    await press(find("member-id"), "ArrowUp");
    await press(find("member-id"), "Delete", { ctrlKey: true });
    expect(names(members)).toEqual(["李秀兰"]);
    undoLatest();
    await settle();
    expect(names(members)).toEqual(["王建国", "李秀兰"]);
  });

  it("a row from which everything is erased is taken out, and undo gives it back", async () => {
    const { members, exposed } = grid();
    await row(FATHER, "王建国");
    await row(MOTHER, "李秀兰");
    await press(find("member-id"), "ArrowUp");
    await type(find("member-id"), "");
    await type(find("member-name"), "");
    expect(await exposed.value?.settle()).toBe(true);
    expect(names(members)).toEqual(["王建国"]);
    undoLatest();
    await settle();
    expect(names(members)).toEqual(["王建国", "李秀兰"]);
  });

  it("the button of a row takes it out and leaves the row that is typed alone", async () => {
    const { members } = grid();
    await row(FATHER, "王建国");
    await type(find("member-name"), "李秀兰");
    find<HTMLElement>("member-out-1").click();
    await settle();
    expect(members.value).toHaveLength(0);
    expect(find("member-name").value).toBe("李秀兰");
  });
});

describe("cells and heads", () => {
  it("Shift+Enter goes back from cell to cell, to the row before, and out of the grid", async () => {
    const { back } = grid();
    await row(FATHER, "王建国");
    await type(find("member-id"), MOTHER);
    await press(find("member-id"), "Enter");
    await type(find("member-name"), "李秀兰");
    await press(find("member-name"), "Enter");
    await press(find("member-relation"), "Enter", { shiftKey: true });
    expect(document.activeElement).toBe(find("member-name"));
    await press(find("member-name"), "Enter", { shiftKey: true });
    expect(document.activeElement).toBe(find("member-id"));
    await press(find("member-id"), "Enter", { shiftKey: true });
    expect(document.activeElement).toBe(find("member-relation"));
    expect(find("member-name").value).toBe("王建国");
    for (const cell of ["member-relation", "member-name", "member-id"]) await press(find(cell), "Tab", { shiftKey: true });
    expect(back).toHaveBeenCalledOnce();
  });

  it("Tab walks as Enter does and accepts the row", async () => {
    const { members } = grid();
    await type(find("member-id"), FATHER);
    await press(find("member-id"), "Tab");
    await type(find("member-name"), "王建国");
    await press(find("member-name"), "Tab");
    await press(find("member-relation"), "Tab");
    expect(members.value).toMatchObject([{ name: "王建国", relation: "head" }]);
  });

  it("the office states several categories by digits; at the window they are read", async () => {
    const { members } = grid({ office: true });
    await type(find("member-id"), FATHER);
    await press(find("member-id"), "Enter");
    await type(find("member-name"), "王建国");
    await press(find("member-name"), "Enter");
    await press(find("member-relation"), "Tab");
    for (const key of ["2", "3", "Enter"]) await press(find("member-category"), key);
    expect(members.value[0]?.categories).toEqual(["tekun", "dibao"]);
    unmountAll();
    grid();
    expect(find("member-category").getAttribute("role")).toBeNull();
    expect(find("member-category").textContent).toBe("一般");
  });

  it("a second head takes the place of the first, with a way back", async () => {
    const { members } = grid();
    await row(FATHER, "王建国");
    await type(find("member-id"), MOTHER);
    await press(find("member-id"), "Enter");
    await type(find("member-name"), "李秀兰");
    await press(find("member-name"), "Enter");
    await press(find("member-relation"), "1");
    expect(members.value.map(({ relation }) => relation)).toEqual(["other", "head"]);
    expect(toasts.map(words).at(-1)).toBe("一户只能有一位户主，已把 王建国 改为 其他");
    undoLatest();
    await settle();
    expect(members.value.map(({ relation }) => relation)).toEqual(["head", "other"]);
  });

  it("somebody without a number is told until when it is due", async () => {
    grid({ temporaryDays: 90 });
    await type(find("member-name"), "王小宝");
    expect(find("member-temporary").textContent).toContain("90 天内补录");
  });

  it("names and numbers are looked at as their fields are left", async () => {
    grid();
    await type(find("member-id"), "1101051968");
    find("member-id").dispatchEvent(new FocusEvent("blur"));
    await settle();
    expect(find("member-fault").textContent).toContain("最后一位应为 X");
    await type(find("member-id"), "");
    await type(find("member-name"), "王2");
    find("member-name").dispatchEvent(new FocusEvent("blur"));
    await settle();
    expect(find("member-fault").textContent).toContain("数字");
  });
});

describe("members by card", () => {
  const card = (id_number: string, name: string) => ({ id_number, name, sex: "male" as const, ethnicity: "汉", birth_date: "1968-04-12", address: "槐树镇槐树村3组" });
  const lay = async (id: string, name: string) => {
    expect(takenByScreen(card(id, name))).toBe(true);
    await settle();
  };

  it("a card and an Enter make a member", async () => {
    const { members } = grid();
    for (const [id, name] of [[FATHER, "王建国"], [MOTHER, "李秀兰"]] as const) {
      await lay(id, name);
      expect(document.activeElement).toBe(find("member-relation"));
      await press(find("member-relation"), "Enter");
    }
    expect(members.value.map(({ name, relation, idNumber }) => [name, relation, idNumber])).toEqual([
      ["王建国", "head", FATHER],
      ["李秀兰", "spouse", MOTHER],
    ]);
  });

  it("a second card accepts the row before it", async () => {
    const { members } = grid();
    await lay(FATHER, "王建国");
    await lay(MOTHER, "李秀兰");
    expect(members.value.map(({ name }) => name)).toEqual(["王建国"]);
    expect(find("member-name").value).toBe("李秀兰");
  });

  it("a card that gives its number to a row keeps what the office stated there", async () => {
    const { members, exposed } = grid({ office: true }, [{ ...emptyMember(), name: "王建国", relation: "head", categories: ["dibao"], phone: "13837452196" }]);
    find<HTMLElement>("member-row-1").click();
    await settle();
    takenByScreen({ id_number: FATHER, name: "王建国", sex: "male", ethnicity: "汉", birth_date: "1968-04-12", address: "" });
    await settle();
    await exposed.value?.settle();
    expect(members.value[0]).toMatchObject({ idNumber: FATHER, categories: ["dibao"], phone: "13837452196" });
  });

  it("the same card twice shows the row that is there and doubles nobody", async () => {
    const { members } = grid();
    await lay(FATHER, "王建国");
    await press(find("member-relation"), "Enter");
    await lay(FATHER, "王建国");
    expect(members.value).toHaveLength(1);
    expect(find("member-id").value.replace(/ /g, "")).toBe(FATHER);
  });

  it("a rare name comes from the card without loss", async () => {
    const { members } = grid();
    await lay(FATHER, "𠮷䶮㛃");
    await press(find("member-relation"), "Enter");
    expect(members.value[0]?.name).toBe("𠮷䶮㛃");
  });

  it("somebody who is known under another name is offered to move, and both names are shown", async () => {
    const { members } = grid();
    await lay(KNOWN, "李肆");
    expect(notice.value).toMatchObject({ kind: "name", person: "p", stored: "李四" });
    expect(document.activeElement).toBe(find("member-move"));
    expect(members.value).toHaveLength(0);
  });
});
