import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defineComponent, h, ref } from "vue";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import type { MemberDraft } from "./members";
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
  call.mockReset();
});

const relations = ["head", "spouse", "son", "daughter", "father", "mother", "grandchild", "child_in_law", "other"].map((code) => ({ code, name: text(code) }));

function grid() {
  const members = ref<MemberDraft[]>([]);
  const done = vi.fn();
  const opened = vi.fn();
  const Holder = defineComponent(() => () =>
    h(MemberGrid, {
      modelValue: members.value,
      "onUpdate:modelValue": (now: MemberDraft[]) => (members.value = now),
      relations,
      categories: [],
      onDone: done,
      onOpenHousehold: opened,
    }),
  );
  mount(Holder, {});
  return { members, done, opened };
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
