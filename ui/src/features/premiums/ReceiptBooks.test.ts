import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import { ARMED_AFTER_MS } from "@/shared/components/commit";
import ReceiptPage from "@/views/ReceiptPage.vue";
import ReceiptBooksPage from "@/views/ReceiptBooksPage.vue";
import BookPanel from "./BookPanel.vue";
import SpoilPanel from "./SpoilPanel.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call, hear: () => () => undefined }));

const text = (zh: string) => ({ zh, en: zh });
const reasons = ["misprinted", "damaged", "missing", "other"].map((code) => ({ code, name: text(code) }));
const form = { number: "0002320", book: "0002318–0002417", confirm: false, left: 50, level: "low", reasons };
const book = {
  id: "b1", first: "0002318", last: "0002417", used: 1, spoiled: 1, left: 98, next: "0002320", state: "open", returned_from: null, note: "第 3 盒",
  at: "2026-10-08 09:00", by: "王主任", county_says: null, entry: "accepted",
};
const spoiled = {
  from: "0002318", until: "0002318", reason: text("打印错位或不清"), note: "", receipt: "R0000001", instead: "0002319", by: "张建华", at: "2026-10-08 09:05",
  county_says: null,
};
let view: object;

beforeEach(() => {
  view = { books: [book], spoiled: [spoiled], next: form, in_use: true, may_issue: true };
  call.mockImplementation((command: string) => Promise.resolve(command === "form_spoil" ? { id: "pay1", fiscal_number: "0002320" } : view));
});
afterEach(() => {
  unmountAll();
  call.mockReset();
});
const armed = () => new Promise((done) => window.setTimeout(done, ARMED_AFTER_MS + 150));
const sent = (command: string) => call.mock.calls.filter(([name]) => name === command).map(([, args]) => (args as { input: Record<string, unknown> }).input);
const there = (test: string) => document.querySelector(`[data-test="${test}"]`) !== null;
async function page(): Promise<HTMLElement> {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/", component: ReceiptBooksPage }] });
  const host = mount(ReceiptBooksPage, {}, [router]);
  await settle();
  return host;
}

describe("the receipt books", () => {
  it("say what is left in words, what was spoiled, and what took its place", async () => {
    await page();
    expect(find<HTMLElement>("forms-left").textContent).toContain("还剩 50 张");
    expect(find<HTMLElement>("spoiled-row").textContent).toContain("打印错位或不清");
    expect(find<HTMLElement>("spoiled-row").textContent).toContain("0002319");
  });

  it("are issued with F2 and given back with F8 by the office alone", async () => {
    const host = await page();
    await press(host, "F8");
    expect(find("book-first").value, "what is left goes back").toBe("0002320");
    unmountAll();
    view = { ...view, may_issue: false };
    const other = await page();
    await press(other, "F2");
    await press(other, "F8");
    expect(there("book-panel") || there("books-issue") || there("books-return")).toBe(false);
  });

  it("say that the pack uses none", async () => {
    view = { ...view, in_use: false, next: null, books: [], spoiled: [] };
    await page();
    expect(there("books-unused")).toBe(true);
    expect(there("forms-none")).toBe(false);
  });

  it("are issued once with the numbers as typed, zeros kept", async () => {
    const done = vi.fn();
    mount(BookPanel, { onDone: done });
    await settle();
    await type(find("book-first"), "0002501");
    await type(find("book-last"), "0002600");
    await armed();
    find<HTMLElement>("book-commit").click();
    find<HTMLElement>("book-commit").click();
    await settle();
    expect(sent("book_issue")).toMatchObject([{ first: "0002501", last: "0002600", note: "" }]);
    expect(done).toHaveBeenCalledTimes(1);
  });

  it("show beside the field what is wrong with a number", async () => {
    mount(BookPanel, { book });
    await settle();
    await armed();
    call.mockRejectedValue({ code: "E-2000", what: text("起号应在 0002320 至 0002417 之间"), money: text(""), todo: text(""), field: "from" });
    find<HTMLElement>("book-commit").click();
    await settle();
    expect(find<HTMLElement>("book-panel").textContent).toContain("起号应在 0002320");
  });
});

describe("a spoiled form", () => {
  it("shows both numbers, takes a reason by its digit, and gives the receipt the next one", async () => {
    const done = vi.fn();
    mount(SpoilPanel, { payment: "pay1", number: "0002319", next: form, onDone: done });
    await settle();
    expect(find<HTMLElement>("spoil-change").textContent).toMatch(/0002319.*0002320/);
    await press(find<HTMLElement>("spoil-reason"), "2");
    await armed();
    find<HTMLElement>("spoil-commit").click();
    await settle();
    expect(sent("form_spoil")).toMatchObject([{ payment: "pay1", reason: "damaged", note: "" }]);
    expect(done).toHaveBeenCalledTimes(1);
  });
});

it("a receipt is called by the number on its paper, its own stands second", async () => {
  const sum = { plain: "0.00", shown: "0.00", words: "", zero: true };
  const receipt = {
    id: "pay1", number: "R0000001", fiscal_number: "0001003", head: "王建国", place: "", household: "h1", household_number: "H000001", at: "2026-10-08 09:00",
    lines: [], slips: [], standard: sum, subsidy: sum, due: sum, tendered: sum, change: sum, method_name: text("现金"), validity: "valid", state: "accepted",
  };
  call.mockImplementation((command: string) => Promise.resolve(command === "receipt_view" ? receipt : []));
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/", component: ReceiptPage }] });
  const host = mount(ReceiptPage, { id: "pay1" }, [router]);
  await settle();
  expect(find<HTMLElement>("page-title").textContent?.replace(/\s/g, "")).toBe("票据号0001003");
  expect(host.querySelector(".about")?.textContent).toContain("R0000001");
});
