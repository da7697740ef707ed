import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import { ARMED_AFTER_MS } from "@/shared/components/commit";
import { liveKeys } from "@/shared/keys/keymap";
import GiveBackPanel from "./GiveBackPanel.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));

const text = (zh: string) => ({ zh, en: zh });
const money = (plain: string) => ({ plain, shown: plain, words: plain, zero: plain === "0.00" });
const payment = { id: "pay1", number: "R0000012", head: "王建国" };
const reasons = (count: number) => Array.from({ length: count }, (_, index) => ({ code: index === count - 1 ? "other" : `r${index + 1}`, name: text(`理由${index + 1}`) }));

function plan(kind: "void" | "refund", query: { reason: string; persons: string[] | null }) {
  const picked = (person: string) => kind === "void" || (query.reason !== "" && (query.persons?.includes(person) ?? person !== "p3"));
  const members = ["p1", "p2", "p3"].map((person) => ({
    person, name: person, paid: money("210.00"), back: money(query.reason || kind === "void" ? "210.00" : "0.00"),
    selected: picked(person) && !(kind === "refund" && person === "p3"), stopped: kind === "refund" && person === "p3" ? text("p3 已有结算") : null,
  }));
  const count = members.filter((line) => line.selected).length;
  return {
    kind, payment, members, effects: [text("另出作废单")], returned: money(`${210 * count}.00`), stopped: null, method: "scan",
    ways: [{ method: "cash", effect: text("退现金给王建国户") }, { method: "scan", effect: text("原路退回（扫码）给王建国户") }, { method: "transfer", effect: text("转账退回给王建国户") }],
    reasons: reasons(kind === "void" ? 6 : 2),
  };
}
let kind: "void" | "refund";
let stopped: ReturnType<typeof text> | null;
let answer: unknown;
const receipt = { id: "pay1", slips: [{ number: "R0000013" }] };

beforeEach(() => {
  kind = "void";
  stopped = null;
  answer = receipt;
  call.mockImplementation((command: string, args: { query: { reason: string; persons: string[] | null } }) => {
    if (command === "give_back_plan") return Promise.resolve({ ...plan(kind, args.query), stopped });
    return answer === receipt ? Promise.resolve(receipt) : Promise.reject(answer as Error);
  });
});
afterEach(() => {
  unmountAll();
  call.mockReset();
});

async function open() {
  const done = vi.fn();
  mount(GiveBackPanel, { id: "pay1", onDone: done });
  await settle();
  return done;
}
const sent = (command: string) => call.mock.calls.filter(([name]) => name === command).map(([, args]) => (args as { input: Record<string, unknown> }).input);
/** Until then no key commits, lest a scanner's Enter does. */
const armed = () => new Promise((done) => window.setTimeout(done, ARMED_AFTER_MS + 150));
async function second(): Promise<void> {
  await armed();
  await type(find("give-back-initials"), "ZJH");
  await type(find("give-back-pin"), "135790");
}

describe("voiding a receipt", () => {
  it("takes a reason by its digit, a second person, and Enter on the last field", async () => {
    const done = await open();
    expect(find<HTMLElement>("give-back-cash").textContent).toBe("−630.00");
    await press(find<HTMLElement>("give-back-panel"), "2");
    expect(find<HTMLElement>("give-back-reason-2").getAttribute("aria-checked")).toBe("true");
    expect(document.activeElement).toBe(find("give-back-initials"));
    await second();
    await press(find("give-back-pin"), "Enter");
    expect(sent("premium_void")).toMatchObject([{ payment: "pay1", reason: "r2", persons: [], expected: "630.00", second_initials: "zjh" }]);
    expect(done).toHaveBeenCalledWith(receipt, "void");
  });

  it("goes back as it was paid, or by another way that is chosen from the initials with ↑", async () => {
    await open();
    const effects = () => find<HTMLElement>("give-back-effects").textContent;
    expect(effects()).toContain("原路退回（扫码）");
    expect(document.activeElement, "the reason comes first").toBe(find("give-back-reason"));
    expect(liveKeys.value.map(({ cap }) => cap)).toEqual(["Enter", "1–6", "Esc"]);
    await press(find("give-back-reason"), "Enter");
    expect(document.activeElement).toBe(find("give-back-initials"));
    await press(find<HTMLElement>("give-back-panel"), "1");
    expect(liveKeys.value.map(({ cap }) => cap), "digits are the field's own now").toEqual(["Enter", "↑", "Esc"]);
    await press(find("give-back-initials"), "ArrowUp");
    expect(document.activeElement).toBe(find("give-back-method"));
    await press(find("give-back-method"), "1");
    expect(effects()).toContain("退现金");
    expect(find<HTMLElement>("give-back-reason-1").getAttribute("aria-checked"), "the digit chose a way, no reason").toBe("true");
    expect(document.activeElement).toBe(find("give-back-initials"));
    await second();
    await press(find("give-back-pin"), "Enter");
    expect(sent("premium_void")).toMatchObject([{ method: "cash" }]);
  });

  it("says what is missing and asks for words when the reason is another one", async () => {
    await open();
    find<HTMLElement>("give-back-commit").click();
    await settle();
    expect(document.body.textContent).toContain("请填写原因");
    await press(find<HTMLElement>("give-back-panel"), "6");
    find<HTMLElement>("give-back-commit").click();
    await settle();
    expect(find("give-back-note").getAttribute("aria-invalid")).toBe("true");
    expect(sent("premium_void")).toEqual([]);
  });

  it("a wrong PIN stands at its field, and the next try is the same press", async () => {
    const done = await open();
    await press(find<HTMLElement>("give-back-panel"), "1");
    await second();
    answer = { code: "E-1202", field: "second_pin", what: text("姓名首字母或 PIN 不对。"), money: text(""), todo: text("还可以试 4 次。") };
    await press(find("give-back-pin"), "Enter");
    expect(find("give-back-pin").getAttribute("aria-invalid")).toBe("true");
    expect(find("give-back-pin").value).toBe("");
    answer = receipt;
    await type(find("give-back-pin"), "135790");
    await press(find("give-back-pin"), "Enter");
    expect(done).toHaveBeenCalledOnce();
    expect(new Set(sent("premium_void").map((input) => input.op)).size).toBe(1);
  });

  it("what cannot be voided says why and offers nothing else", async () => {
    stopped = text("收据已经作废（R0000013）。");
    await open();
    expect(find<HTMLElement>("give-back-stopped").textContent).toContain("R0000013");
    expect(find<HTMLButtonElement>("give-back-commit").disabled).toBe(true);
    expect(document.querySelector('[data-test="give-back-reason-1"]')).toBeNull();
  });
});

describe("paying members back", () => {
  it("asks for the reason first, then counts those who are ticked", async () => {
    kind = "refund";
    const done = await open();
    expect(find<HTMLButtonElement>("give-back-tick-p1").disabled).toBe(true);
    expect(find<HTMLElement>("give-back-cash").textContent).toBe("0.00");
    await press(find<HTMLElement>("give-back-panel"), "1");
    expect(find<HTMLElement>("give-back-cash").textContent).toBe("−420.00");
    expect(find<HTMLButtonElement>("give-back-tick-p3").disabled).toBe(true);
    expect(document.body.textContent).toContain("p3 已有结算");
    find<HTMLElement>("give-back-tick-p2").click();
    await settle();
    expect(find<HTMLElement>("give-back-cash").textContent).toBe("−210.00");
    await second();
    await press(find("give-back-pin"), "Enter");
    expect(sent("premium_refund")).toMatchObject([{ reason: "r1", persons: ["p1"], expected: "210.00" }]);
    expect(done).toHaveBeenCalledWith(receipt, "refund");
  });
});
