import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import { ARMED_AFTER_MS } from "@/shared/components/commit";
import PremiumPanel from "./PremiumPanel.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));

const text = (zh: string) => ({ zh, en: zh });
const money = (plain: string) => ({ plain, shown: plain, words: plain, zero: plain === "0.00" });
const line = (person: string, more: object = {}) => ({
  person, name: person, relation_name: text("子"), age: 30, selected: true, paid: false, standard: money("210.00"), subsidy: money("0.00"),
  due: money("210.00"), category: null, benefits_from: "2026-01-01", waiting: null, lost: [], closed: null, special: null, ended: false, ...more,
});
const base = {
  year: 2026, standard: money("420.00"), subsidy: money("0.00"), due: money("420.00"), selected: 2, unpaid: 0, paid: 0, closed: null, blocked: null,
  open_years: [2026], specials: [], special: null, benefits_from: "2026-01-01", next_number: "R0000001",
};
const household = { id: "h1", head: "王建国", place: "槐树村3组", number: "H000001" };
let answer: object;

beforeEach(() => {
  call.mockImplementation((command: string, args: Record<string, unknown>) => {
    if (command === "premium_quote") return Promise.resolve({ ...answer, special: args.special ?? null, year: args.year });
    if (command === "premium_collect") return Promise.resolve({ id: "pay1" });
    return Promise.resolve({ change: money("0.00"), short: null });
  });
});
afterEach(() => {
  unmountAll();
  call.mockReset();
});
async function open(quote: object) {
  answer = quote;
  mount(PremiumPanel, { household, quote, onPaid: vi.fn() });
  await settle();
}
const asked = () => call.mock.calls.filter(([name]) => name === "premium_quote").map(([, args]) => args as Record<string, unknown>);
const told = () => [...document.querySelectorAll('[data-test="premium-told"]')].map((row) => row.textContent?.trim());

describe("before the premium is taken", () => {
  it("each member's waiting, lost bonus and own day stand under the name", async () => {
    const waiting = text("等待期 4 个月，2026-05-01 起享受待遇：断缴 1 年。");
    await open({
      ...base,
      lines: [
        line("王建国", { benefits_from: "2026-05-01", waiting, lost: [text("本人封顶线少 100.00 元。")] }),
        line("王宝", { benefits_from: "2026-03-09" }),
        line("李秀兰"),
      ],
    });
    expect(told()).toEqual([expect.stringContaining("等待期 4 个月"), expect.stringContaining("100.00"), expect.stringContaining("2026-03-09")]);
  });

  it("says who pays now and who does not", async () => {
    await open({ ...base, selected: 3, unpaid: 2, lines: [line("a")] });
    expect(document.body.textContent?.replace(/\s/g, "")).toContain("3人本次缴费，2人未缴");
  });

  it("a household that enrols only as a whole cannot be paid in part", async () => {
    await open({ ...base, blocked: text("整户参保，王梓涵 也要一并缴费"), lines: [line("a"), line("b", { selected: false })] });
    expect(find<HTMLElement>("pay-sentence").textContent).toContain("王梓涵");
    await new Promise((done) => window.setTimeout(done, ARMED_AFTER_MS + 150));
    find<HTMLElement>("pay-commit").click();
    await settle();
    expect(call.mock.calls.some(([name]) => name === "premium_collect")).toBe(false);
  });

  it("another open year is one choice away and starts from everybody", async () => {
    await open({ ...base, open_years: [2027, 2026], lines: [line("a")] });
    find<HTMLElement>("premium-year-2027").click();
    await settle();
    expect(asked()).toEqual([{ household: "h1", year: 2027, persons: null, special: null }]);
  });

  it("outside the windows a reason is chosen by its digit, with the day of the event where it is asked", async () => {
    const specials = [
      { code: "veteran", name: text("退役军人"), needs_day: true, hint: text("90 天内缴费") },
      { code: "released", name: text("刑满释放"), needs_day: false, hint: null },
    ];
    const closed = text("缴费期已过。");
    await open({ ...base, selected: 0, unpaid: 1, due: money("0.00"), closed, specials, lines: [line("a", { selected: false, closed })] });
    expect(find<HTMLElement>("pay-sentence").textContent).toContain("缴费期已过");
    expect(find<HTMLButtonElement>("premium-tick-a").disabled).toBe(true);
    answer = { ...base, selected: 0, unpaid: 1, specials, lines: [line("a", { selected: false })] };
    const list = find<HTMLElement>("premium-special-1").parentElement as HTMLElement;
    await press(list, "1");
    expect(asked()[0]?.special).toEqual({ code: "veteran", since: "" });
    await type(find("premium-since"), "20260301");
    await press(find("premium-since"), "Enter");
    expect(asked()[1]?.special).toEqual({ code: "veteran", since: "2026-03-01" });
    await press(list, "1");
    expect(asked()[2]?.special, "a second press takes the reason back").toBeNull();
  });
});
