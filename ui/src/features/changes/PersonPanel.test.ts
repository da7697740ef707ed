import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import PersonPanel from "./PersonPanel.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));
vi.mock("@/shared/stores/desk", () => ({ useDesk: () => ({ year: 2027, frame: { today: "2026-11-22" } }) }));

const text = (zh: string) => ({ zh, en: zh });
const CATEGORY = { code: "dibao", name: text("低保"), from: "2026-10-08", until: null, source: "县民政名单" };
const member = {
  person: "p4", name: "王小明", id_number: "4110**********3018", temporary: false, sex: "male", birth_date: "1993-06-18", age: 33,
  relation: "son", relation_digit: 3, relation_name: text("子"), categories: [CATEGORY], phone: "13837452196", enrolment: [],
};
const relations = ["head", "spouse", "son", "other"].map((code) => ({ code, name: text(code) }));
const form = {
  member, presence: null, relations, categories: [{ code: "dibao", name: text("低保") }], office: false,
  cover_kinds: [{ code: "employee", name: text("职工医保") }, { code: "other", name: text("外地或其他医保") }], cover: [], successors: [],
  when_moved: text("参保随人转移"), when_away: text("不再列入应缴"), when_dead: text("不再收费"),
};
const done = { seq: 9, title: text("更正资料"), subject: "王小明", household: "h1" };
let answer: unknown;

beforeEach(() => {
  answer = done;
  call.mockImplementation((command: string) => {
    if (command === "person_form") return Promise.resolve(form);
    if (command === "id_check") return Promise.resolve({ fault: text("身份证号应为 18 位"), known: null });
    return answer === done ? Promise.resolve(done) : Promise.reject(answer as Error);
  });
});
afterEach(() => {
  unmountAll();
  call.mockReset();
});

async function open() {
  const saved = vi.fn();
  mount(PersonPanel, { person: "p4", household: "h1", onSaved: saved });
  await settle();
  return saved;
}
const sent = (command: string) => call.mock.calls.find(([name]) => name === command)?.[1] as { input: Record<string, unknown> } | undefined;

describe("changing a person", () => {
  it("sends only what was changed", async () => {
    const saved = await open();
    await type(find("change-name"), "王晓明");
    find<HTMLElement>("change-save").click();
    await settle();
    expect(sent("person_change")?.input).toMatchObject({ person: "p4", name: "王晓明", phone: null, id_number: null, relation: null });
    expect(saved).toHaveBeenCalledWith(done);
  });

  it("Enter walks from the kind of change through lists and fields, and on the last field saves", async () => {
    const saved = await open();
    const walked: (string | null)[] = [];
    for (let step = 0; step < 6; step += 1) {
      const at = document.activeElement as HTMLElement;
      walked.push(at.closest("[data-test]")?.getAttribute("data-test") ?? null);
      await press(at, "Enter");
    }
    expect(walked.slice(1)).toEqual(["change-name", "change-id", "change-relation", "change-phone", "change-note"]);
    expect(saved).toHaveBeenCalledOnce();
  });

  it("a refusal stands under its field, and the next try is the same press", async () => {
    const saved = await open();
    answer = { code: "E-2104", field: "phone", what: text("手机号应为 11 位数字"), money: text(""), todo: text("") };
    await type(find("change-phone"), "139");
    await press(find("change-phone"), "Enter", { ctrlKey: true });
    find<HTMLElement>("change-save").click();
    await settle();
    expect(find("change-phone").getAttribute("aria-invalid")).toBe("true");
    expect(saved).not.toHaveBeenCalled();
    answer = done;
    await type(find("change-phone"), "13900001111");
    find<HTMLElement>("change-save").click();
    await settle();
    expect(saved).toHaveBeenCalledOnce();
    const ops = call.mock.calls.filter(([name]) => name === "person_change").map(([, args]) => (args as { input: { op: string } }).input.op);
    expect(new Set(ops).size).toBe(1);
  });

  it("a move says what it means, and asks where to before it is sent", async () => {
    await open();
    find<HTMLElement>("act-move").click();
    await settle();
    expect(find("change-effect").textContent).toContain("参保随人转移");
    find<HTMLElement>("change-save").click();
    await settle();
    expect(sent("people_move")).toBeUndefined();
    expect(find("change-to").getAttribute("aria-invalid")).toBe("true");
  });

  it("the office states insurance elsewhere with dates and source; at the window it is read", async () => {
    await open();
    find<HTMLElement>("act-cover").click();
    await settle();
    expect(find<HTMLButtonElement>("change-save").disabled).toBe(true);
    unmountAll();
    form.office = true;
    await open();
    find<HTMLElement>("act-cover").click();
    await settle();
    find<HTMLElement>("category-add").click();
    await settle();
    const [from, , source] = [...document.querySelectorAll<HTMLInputElement>("[data-test=category-row] input")];
    if (!from || !source) throw new Error("no fields");
    await type(from, "20250301");
    from.dispatchEvent(new FocusEvent("blur"));
    await type(source, "县职工医保名单");
    find<HTMLElement>("change-save").click();
    await settle();
    form.office = false;
    expect(sent("cover_change")?.input).toMatchObject({ cover: [{ code: "employee", from: "2025-03-01", until: "", source: "县职工医保名单" }] });
  });

  it("a number that is too short is said as the field is left", async () => {
    await open();
    await type(find("change-id"), "4110");
    find("change-id").dispatchEvent(new FocusEvent("blur"));
    await settle();
    expect(document.body.textContent).toContain("应为 18 位");
  });

  it("at the window categories are read with their source, and not changed", async () => {
    await open();
    find<HTMLElement>("act-category").click();
    await settle();
    expect(find("category-source").textContent).toContain("县民政名单");
    expect(document.querySelector('[data-test="category-add"]')).toBeNull();
    expect(find<HTMLButtonElement>("change-save").disabled).toBe(true);
  });
});
