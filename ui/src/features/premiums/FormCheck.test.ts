import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import { ARMED_AFTER_MS } from "@/shared/components/commit";
import PremiumPanel from "./PremiumPanel.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));

const text = (zh: string) => ({ zh, en: zh });
const money = (plain: string) => ({ plain, shown: plain, words: plain, zero: plain === "0.00" });
const line = {
  person: "a", name: "王建国", relation_name: text("户主"), age: 30, selected: true, paid: false, standard: money("210.00"), subsidy: money("0.00"),
  due: money("210.00"), category: null, benefits_from: "2026-01-01", nothing: false, waiting: null, lost: [], closed: null, special: null, ended: false, county: null,
};
const reasons = ["misprinted", "damaged", "missing", "other"].map((code) => ({ code, name: text(code) }));
const form = { number: "0002318", book: "0002318–0002417", confirm: true, left: 100, level: "plenty", reasons };
const base = {
  year: 2026, lines: [line], standard: money("210.00"), subsidy: money("0.00"), due: money("210.00"), selected: 1, unpaid: 0, paid: 0, closed: null,
  blocked: null, warning: null, open_years: [2026], specials: [], special: null, benefits_from: "2026-01-01", next_number: "0002318", form,
};
const household = { id: "h1", head: "王建国", place: "槐树村3组", number: "H000001" };
let next: object;
let refusal: object | undefined;

beforeEach(() => {
  next = base;
  refusal = undefined;
  call.mockImplementation((command: string) => {
    if (command === "premium_quote") return Promise.resolve(next);
    if (command === "premium_collect") return refusal ? Promise.reject(refusal) : Promise.resolve({ id: "pay1" });
    if (command === "form_skip") return refusal ? Promise.reject(refusal) : Promise.resolve({ books: [] });
    return Promise.resolve({ change: money("0.00"), short: null });
  });
});
afterEach(() => {
  unmountAll();
  call.mockReset();
});
async function open(quote: object = base): Promise<void> {
  mount(PremiumPanel, { household, quote, onPaid: vi.fn() });
  await settle();
}
const armed = () => new Promise((done) => window.setTimeout(done, ARMED_AFTER_MS + 150));
const sent = (command: string) => call.mock.calls.filter(([name]) => name === command).map(([, args]) => (args as { input: Record<string, unknown> }).input);
const there = (test: string) => document.querySelector(`[data-test="${test}"]`) !== null;

describe("the first form of a new book", () => {
  it("is asked about before the money, Enter says yes once, and the payment names the number", async () => {
    await open();
    expect(find<HTMLElement>("form-ask").textContent).toContain("0002318");
    expect(there("pay-commit")).toBe(false);
    await press(find<HTMLElement>("form-check"), "Enter");
    expect(there("form-check"), "the Enter that opened the panel says nothing").toBe(true);
    await armed();
    await press(find<HTMLElement>("form-check"), "Enter");
    expect(there("form-check")).toBe(false);
    expect(sent("premium_collect")).toEqual([]);
    await armed();
    find<HTMLElement>("pay-commit").click();
    await settle();
    expect(sent("premium_collect")).toMatchObject([{ fiscal_number: "0002318" }]);
  });

  it("with a higher number on the paper records those between with a reason and shows the new one", async () => {
    await open();
    await press(find<HTMLElement>("form-check"), "F2");
    await type(find("form-number"), "0002320");
    expect(find<HTMLElement>("form-ask").textContent, "the number that stands in the field").toContain("0002320");
    expect(find<HTMLElement>("form-check").textContent).toContain("0002318–0002319 为什么作废");
    expect(find<HTMLElement>("form-reason-3").getAttribute("aria-checked")).toBe("true");
    await armed();
    next = { ...base, next_number: "0002320", form: { ...form, number: "0002320", confirm: false } };
    find<HTMLElement>("form-record").click();
    await settle();
    expect(sent("form_skip")).toMatchObject([{ number: "0002320", reason: "missing", note: "" }]);
    expect(there("form-check")).toBe(false);
    await armed();
    find<HTMLElement>("pay-commit").click();
    await settle();
    expect(sent("premium_collect")).toMatchObject([{ fiscal_number: "0002320" }]);
  });

  it("shows beside its field what is wrong with the number, and takes no money", async () => {
    await open();
    await press(find<HTMLElement>("form-check"), "F2");
    await armed();
    refusal = { code: "E-2000", what: text("号码应大于 0002318"), money: text("没有收款"), todo: text("请改"), field: "number" };
    find<HTMLElement>("form-record").click();
    await settle();
    expect(find<HTMLElement>("form-check").textContent).toContain("号码应大于 0002318");
    expect(there("pay-commit")).toBe(false);
  });
});

describe("the forms of the pay panel", () => {
  it("are not asked about when the book is in use, and are warned of in words when few are left", async () => {
    await open({ ...base, form: { ...form, confirm: false, left: 5, level: "last" } });
    expect(there("form-check")).toBe(false);
    expect(find<HTMLElement>("forms-left").textContent).toContain("收据只剩 5 张");
  });

  it("say that none is left, and nothing can be taken", async () => {
    await open({ ...base, form: null, next_number: "", blocked: text("本窗口没有可用票据号，请医保办发放。") });
    expect(find<HTMLElement>("forms-none").textContent).toContain("没有可用票据号");
    await armed();
    find<HTMLElement>("pay-commit").click();
    await settle();
    expect(sent("premium_collect")).toEqual([]);
  });

  it("are asked for anew when another window has taken the number meanwhile", async () => {
    await open({ ...base, form: { ...form, confirm: false } });
    await armed();
    refusal = { code: "E-3016", what: text("轮到的票据号是 0002319"), money: text("没有收款"), todo: text("请核对"), field: null };
    find<HTMLElement>("pay-commit").click();
    await settle();
    expect(call.mock.calls.filter(([name]) => name === "premium_quote")).toHaveLength(1);
  });
});
