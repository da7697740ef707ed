import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import { askToReread } from "@/shared/fresh";
import RegisterForm from "./RegisterForm.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));
vi.mock("vue-router", () => ({ useRoute: () => ({ meta: {} }) }));

const FATHER = "110105196804120012";
const text = (zh: string) => ({ zh, en: zh });
const VILLAGES = ["槐树村", "石桥村"];
const form = {
  villages: VILLAGES, last_group: "3", next_household_number: "H000002", categories: [], office: false, temporary_days: 90, season_year: 2027,
  relations: ["head", "spouse", "other"].map((code) => ({ code, name: text(code) })),
};
let refusal: object | undefined;

beforeEach(() => {
  refusal = undefined;
  call.mockImplementation((command: string, { query, text: typed }: { query?: string; text?: string }) => {
    switch (command) {
      case "villages_find":
        return Promise.resolve(query === "sq" ? ["石桥村"] : VILLAGES.filter((name) => name.includes(query ?? "")));
      case "id_check":
        return Promise.resolve({ id_number: typed, sex: "male", birth_date: "1968-04-12", age: 58, warning: null, fault: null, known: null });
      case "draft_save":
        return Promise.resolve("17:20");
      case "household_register":
        return refusal ? Promise.reject(refusal as Error) : Promise.resolve({ id: "h2" });
      case "namesakes":
        return Promise.resolve([]);
      default:
        return Promise.resolve(null);
    }
  });
});
afterEach(() => {
  unmountAll();
  call.mockReset();
});

const exposed: { save: () => Promise<unknown> } = { save: () => Promise.resolve() };
function open(more: object = {}) {
  const [saved, left] = [vi.fn(), vi.fn()];
  const take = (made: unknown) => void (made && Object.assign(exposed, { save: (made as typeof exposed).save }));
  mount(RegisterForm, { form, year: 2027, draftKey: "k", ref: take, onSaved: saved, onLeft: left, ...more });
  return { saved, left };
}
const of = (command: string) => call.mock.calls.filter(([name]) => name === command).map(([, args]) => args as Record<string, unknown>);
const drafted = () => {
  const all = of("draft_save");
  return JSON.parse((all[all.length - 1]?.content as string | undefined) ?? "{}") as { door: string; members: object[]; typing?: { member: object } };
};
const leave = async (test: string) => {
  find(test).dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  await settle();
};

it("nothing typed is no draft", async () => {
  open();
  await settle();
  await leave("household-village");
  expect(of("draft_save")).toHaveLength(0);
});

it("each field that is left is in the draft, the row that is being typed too, and the time is the backend's", async () => {
  const { saved } = open();
  await settle();
  await type(find("member-id"), FATHER);
  await leave("member-id");
  expect(drafted().typing).toMatchObject({ member: { idNumber: FATHER, name: "" } });
  await type(find("household-door"), "12");
  await leave("household-door");
  expect(drafted()).toMatchObject({ door: "12", members: [] });
  expect(saved).toHaveBeenCalledWith("17:20");
});

it("leaving by any way keeps what is typed in the field that was not left yet, and says where it is", async () => {
  const { left } = open();
  await settle();
  await type(find("member-name"), "王建国");
  unmountAll();
  await settle();
  expect(drafted().typing).toMatchObject({ member: { name: "王建国" } });
  expect(left).toHaveBeenCalledOnce();
});

it("a draft comes back whole, with the row that was being typed, also one of an older version", async () => {
  const kept = {
    village: "石桥村", group: "5", door: "9", phone: "",
    members: [{ idNumber: FATHER, name: "王建国", sex: "male", birthDate: "1968-04-12", relation: "head", category: "dibao", person: "" }],
    typing: { at: 1, member: { idNumber: "110105197009030024", name: "", sure: true } },
  };
  open({ kept: JSON.stringify(kept), form: { ...form, office: true } });
  await settle();
  expect(find("household-village").value).toBe("石桥村");
  expect(find("member-row-1").textContent).toContain("王建国");
  expect(find("member-id").value).toBe("110105 19700903 0024");
  expect(document.activeElement).toBe(find("member-name"));
  expect(drafted().members).toMatchObject([{ categories: ["dibao"] }]);
});

it("a name put right by a card elsewhere empties no form", async () => {
  open();
  await settle();
  await type(find("member-name"), "王建国");
  askToReread();
  await settle();
  expect(find("member-name").value).toBe("王建国");
});

it("a village is found by its initials, and the first Enter takes it", async () => {
  open();
  await settle();
  await type(find("household-village"), "sq");
  await press(find("household-village"), "Enter");
  expect(find("household-village").value).toBe("石桥村");
});

it("a new village needs one more Enter, and letters are none", async () => {
  open();
  await settle();
  const village = find("household-village");
  village.focus();
  await type(village, "柳林村");
  await press(village, "Enter");
  expect(document.body.textContent).toContain("没有登记过");
  expect(document.activeElement).toBe(village);
  await type(find("member-id"), FATHER);
  await type(find("member-name"), "王建国");
  await exposed.save();
  await settle();
  expect(of("household_register")).toHaveLength(0);
  await press(village, "Enter");
  expect(document.body.textContent).not.toContain("没有登记过");
  await exposed.save();
  expect(of("household_register")).toHaveLength(1);
  await type(village, "xyz");
  await press(village, "Enter");
  await press(village, "Enter");
  expect(document.body.textContent).toContain("村名请用汉字");
});

it("a refusal takes the cursor to the cell that was refused", async () => {
  open();
  await settle();
  await type(find("member-id"), FATHER);
  await type(find("member-name"), "王建国");
  refusal = { code: "E-2104", field: "members.0.name", what: text("姓名不对"), money: text(""), todo: text("") };
  await exposed.save();
  await settle();
  expect(document.activeElement).toBe(find("member-name"));
  refusal = { code: "E-2104", field: "phone", what: text("号码不对"), money: text(""), todo: text("") };
  await exposed.save();
  await settle();
  expect(document.activeElement).toBe(find("household-phone"));
});
