import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import { ARMED_AFTER_MS } from "@/shared/components/commit";
import { liveKeys } from "@/shared/keys/keymap";
import PremiumPanel from "./PremiumPanel.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));

const text = (zh: string) => ({ zh, en: zh });
const money = (plain: string) => ({ plain, shown: plain, words: plain, zero: plain === "0.00" });
const line = (person: string, more: object = {}) => ({
  person, name: person, relation_name: text("子"), age: 30, selected: true, paid: false, standard: money("210.00"), subsidy: money("0.00"),
  due: money("210.00"), category: null, benefits_from: "2026-01-01", nothing: false, waiting: null, lost: [], closed: null, special: null, ended: false, county: null, ...more,
});
const base = {
  year: 2026, standard: money("420.00"), subsidy: money("0.00"), due: money("420.00"), selected: 2, unpaid: 0, paid: 0, closed: null, blocked: null, warning: null,
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
const together = () => [...document.querySelectorAll('[data-test="premium-together"]')].map((row) => row.textContent?.trim().replace(/ (?=人)|(?<=部) /g, ""));
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
    expect(told()).toEqual([expect.stringMatching(/等待期 4 个月.*100\.00/), expect.stringContaining("2026 年 3 月 9 日"), expect.stringContaining("2026 年 1 月 1 日")]);
    expect(find<HTMLElement>("pay-panel").textContent, "no day is common to all").not.toContain("2026-01-01");
  });

  it("what holds for several is told once, with their names unless it holds for all", async () => {
    const waiting = text("等待期 4 个月。");
    const lost = text("零报销奖励清零。");
    await open({
      ...base,
      warning: text("应缴中有 420.00 元（2 人）在 2026 年度内没有待遇。"),
      lines: [line("王建国", { waiting, lost: [lost], nothing: true }), line("王宝", { waiting, nothing: true }), line("李秀兰", { lost: [lost] })],
    });
    expect(together()).toEqual(["2人（王建国、王宝）：等待期 4 个月。", "2人（王建国、李秀兰）：零报销奖励清零。"]);
    expect(find<HTMLElement>("premium-warning").textContent).toContain("420.00");
    expect(told()).toEqual([expect.stringContaining("享受待遇")]);
    unmountAll();
    await open({ ...base, lines: [line("王建国", { waiting }), line("王宝", { waiting })] });
    expect(together()).toEqual(["全部2人：等待期 4 个月。"]);
    expect(told()).toEqual([]);
  });

  it("says how many members stand out of sight below the sum", async () => {
    const place = vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
      const at = [...document.querySelectorAll('[data-test="premium-line"]')].indexOf(this);
      return (this.closest("tfoot") ? { top: 60, bottom: 85 } : { top: at * 25, bottom: at * 25 + 25 }) as DOMRect;
    });
    await open({ ...base, lines: ["a", "b", "c", "d", "e"].map((person) => line(person)) });
    expect(find<HTMLElement>("premium-below").textContent?.replace(/\s/g, "")).toBe("还有3人↓");
    place.mockReturnValue({ top: 0, bottom: 0 } as DOMRect);
    find<HTMLElement>("premium-line").dispatchEvent(new Event("scroll"));
    await settle();
    expect(document.querySelector('[data-test="premium-below"]'), "all are in sight").toBeNull();
    place.mockRestore();
  });

  it("names the first day where all begin on it", async () => {
    await open({ ...base, lines: [line("a"), line("b"), line("c", { selected: false, benefits_from: "2026-03-09" })] });
    expect(find<HTMLElement>("pay-panel").textContent?.replace(/\s/g, "")).toContain("2026年1月1日起享受待遇");
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

describe("the premium is taken for what stands on the panel", () => {
  const specials = [
    { code: "veteran", name: text("退役军人"), needs_day: true, hint: text("90 天内缴费") },
    { code: "released", name: text("刑满释放"), needs_day: false, hint: null },
  ];
  const armed = () => new Promise((done) => window.setTimeout(done, ARMED_AFTER_MS + 150));
  const taken = () => call.mock.calls.filter(([name]) => name === "premium_collect").map(([, args]) => (args as { input: Record<string, unknown> }).input);
  /** Answers to questions come when the test lets them. */
  function slow(): ((quote: object) => Promise<void>)[] {
    const answers: ((quote: object) => Promise<void>)[] = [];
    call.mockImplementation((command: string) =>
      command === "premium_quote" ? new Promise((done) => answers.push((quote) => (done(quote), settle())))
      : Promise.resolve(command === "premium_collect" ? { id: "pay1" } : { change: money("0.00"), short: null }),
    );
    return answers;
  }

  it("Enter in the day of the event asks with that day, goes on, and takes nothing", async () => {
    await open({ ...base, specials, special: { code: "veteran", since: "2026-02-01" }, lines: [line("a"), line("b")] });
    await armed();
    const day = find("premium-since");
    day.focus();
    await type(day, "20260301");
    await press(day, "Enter");
    expect(taken()).toEqual([]);
    expect(asked().at(-1)?.special).toEqual({ code: "veteran", since: "2026-03-01" });
    expect(document.activeElement).toBe(find("premium-tick-a"));
    await press(find("premium-tick-a"), "Enter");
    expect(document.activeElement, "past the other members").toBe(find("pay-received"));
    await press(find("pay-received"), "Enter");
    expect(taken()).toMatchObject([{ special: { code: "veteran", since: "2026-03-01" } }]);
  });

  it("Enter on a reason that was clicked goes on and takes nothing", async () => {
    await open({ ...base, specials, lines: [line("a")] });
    await armed();
    find<HTMLElement>("premium-special-2").focus();
    find<HTMLElement>("premium-special-2").click();
    await settle();
    find<HTMLElement>("premium-special-2").focus();
    await press(find<HTMLElement>("premium-special-2"), "Enter");
    expect(taken()).toEqual([]);
    expect(document.activeElement).toBe(find("premium-tick-a"));
  });

  it("a day that is none stops the payment instead of the old day counting", async () => {
    await open({ ...base, specials, special: { code: "veteran", since: "2026-02-01" }, lines: [line("a")] });
    await armed();
    await type(find("premium-since"), "20260230");
    await press(find("premium-since"), "Enter");
    await press(find("pay-received"), "Enter");
    expect(taken()).toEqual([]);
    expect(find<HTMLElement>("pay-sentence").textContent).toContain("发生日期");
  });

  it("between a tick and its answer nothing is taken", async () => {
    await open({ ...base, lines: [line("a"), line("b")] });
    const answers = slow();
    await armed();
    find<HTMLElement>("premium-tick-b").click();
    await settle();
    await press(find("pay-received"), "Enter");
    expect(taken()).toEqual([]);
    await answers[0]?.({ ...base, due: money("210.00"), selected: 1, unpaid: 1, lines: [line("a"), line("b", { selected: false })] });
    await press(find("pay-received"), "Enter");
    expect(taken()).toMatchObject([{ persons: ["a"], expected_due: "210.00", tendered: "210.00" }]);
  });

  it("the answer to an older question that comes late is not shown, and two quick ticks both count", async () => {
    await open({ ...base, lines: [line("a"), line("b"), line("c")] });
    const answers = slow();
    find<HTMLElement>("premium-tick-a").click();
    await settle();
    find<HTMLElement>("premium-tick-b").click();
    await settle();
    expect(asked().map((question) => question.persons)).toEqual([["b", "c"], ["c"]]);
    await answers[1]?.({ ...base, due: money("210.00"), lines: [line("a", { selected: false }), line("b", { selected: false }), line("c")] });
    await answers[0]?.({ ...base, due: money("420.00"), lines: [line("a", { selected: false }), line("b"), line("c")] });
    expect(find<HTMLElement>("pay-due").textContent).toBe("210.00");
  });

  it("after a question that failed nothing is taken", async () => {
    await open({ ...base, lines: [line("a"), line("b")] });
    await armed();
    call.mockImplementation((command: string) =>
      command === "premium_quote" ? Promise.reject({ code: "E-2000", what: text("没有这一天"), money: text(""), todo: text(""), field: "since" })
      : Promise.resolve({ change: money("0.00"), short: null }),
    );
    find<HTMLElement>("premium-tick-a").click();
    await settle();
    await press(find("pay-received"), "Enter");
    expect(taken()).toEqual([]);
    expect(find<HTMLElement>("pay-sentence").textContent).toContain("没有这一天");
  });

  it("begins with the reason where nobody pays without one, and tells the digits only there", async () => {
    const closed = text("缴费期已过。");
    await open({ ...base, selected: 0, unpaid: 1, due: money("0.00"), closed, specials, lines: [line("a", { selected: false, closed })] });
    await new Promise((done) => window.setTimeout(done, 5));
    const list = find<HTMLElement>("premium-special");
    expect(document.activeElement).toBe(list);
    expect(liveKeys.value.map(({ cap }) => cap)).toEqual(["Enter", "1–2", "Esc"]);
    answer = { ...base, selected: 0, unpaid: 1, specials, lines: [line("a", { selected: false })] };
    await press(list, "2");
    expect(document.activeElement, "the reason asks for no day").toBe(find("premium-tick-a"));
    expect(liveKeys.value.map(({ cap }) => cap)).toEqual(["Enter", "Space", "↑↓", "Esc"]);
  });

  it("↑ and ↓ lead through the members, and a click anywhere on a row ticks it once", async () => {
    await open({ ...base, lines: [line("a"), line("b")] });
    find("premium-tick-a").focus();
    await press(find("premium-tick-a"), "ArrowDown");
    expect(document.activeElement).toBe(find("premium-tick-b"));
    await press(find("premium-tick-b"), "ArrowUp");
    expect(document.activeElement).toBe(find("premium-tick-a"));
    document.querySelectorAll<HTMLElement>('[data-test="premium-line"]')[1]?.click();
    await settle();
    expect(asked().map((question) => question.persons)).toEqual([["a"]]);
  });

  it("says at the top that no book has a form, and accuses nothing else", async () => {
    await open({ ...base, next_number: "", blocked: text("本窗口没有可用票据号"), lines: [line("a")] });
    expect(find<HTMLElement>("forms-none").textContent).toContain("没有可用票据号");
    expect(document.querySelector('[data-test="pay-sentence"]')).toBeNull();
    expect(find("pay-received").getAttribute("aria-invalid")).toBeNull();
    expect(find<HTMLButtonElement>("pay-commit").disabled).toBe(true);
  });
});
