import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { drawn, find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import { ARMED_AFTER_MS } from "./commit";
import { liveKeys } from "@/shared/keys/keymap";
import PayPanel from "./PayPanel.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));

const money = (plain: string) => ({ plain, shown: plain, words: "", zero: plain === "0.00" });
const due = money("1680.00");
let now_ms = 0;

beforeEach(() => {
  now_ms = 1000;
  vi.spyOn(performance, "now").mockImplementation(() => now_ms);
  call.mockImplementation((command: string, { tendered }: { tendered: string }) => {
    expect(command).toBe("cash_change");
    const enough = Number(tendered) >= 1680;
    return Promise.resolve({ change: money(tendered === "1700.00" ? "20.00" : "0.00"), short: enough ? null : money("80.00") });
  });
});
afterEach(() => {
  unmountAll();
  vi.restoreAllMocks();
  call.mockReset();
});

function panel(more: Record<string, unknown> = {}) {
  const work = vi.fn((_op: string, _method: string, _tendered: string) => Promise.resolve());
  mount(PayPanel, { title: "收款", direction: "take", due, action: "收款", work, ...more });
  return work;
}

const told = () => liveKeys.value.map(({ cap, label }) => `${cap} ${label}`);

describe("the pay panel", () => {
  it("Enter commits the exact amount in cash, once", async () => {
    const work = panel();
    await drawn();
    now_ms += ARMED_AFTER_MS;
    await press(find("pay-received"), "Enter");
    await press(find("pay-received"), "Enter");
    expect(work).toHaveBeenCalledOnce();
    expect(work.mock.calls[0]?.slice(1)).toEqual(["cash", "1680.00"]);
  });

  it("a trailing Enter just after it opened commits nothing", async () => {
    const work = panel();
    await drawn();
    now_ms += ARMED_AFTER_MS - 1;
    await press(find("pay-received"), "Enter");
    expect(work).not.toHaveBeenCalled();
  });

  it("shows the change that the backend works out", async () => {
    panel();
    await type(find("pay-received"), "1,700");
    expect(find<HTMLElement>("pay-change").textContent).toBe("20.00");
  });

  it("too little cash is said and not taken", async () => {
    const work = panel();
    now_ms += ARMED_AFTER_MS;
    await type(find("pay-received"), "1600");
    await press(find("pay-received"), "Enter");
    expect(work).not.toHaveBeenCalled();
    expect(find<HTMLElement>("pay-sentence").textContent).toContain("80.00");
  });

  it("a refund has no cash to count and sends none", async () => {
    const work = panel({ direction: "give", due: money("190.00") });
    await drawn();
    now_ms += ARMED_AFTER_MS;
    expect(document.querySelector('[data-test="pay-received"]')).toBeNull();
    await press(document.body, "Enter");
    expect(work.mock.calls[0]?.slice(1)).toEqual(["cash", ""]);
  });

  it("a refusal stays on the panel with its code, and the next press repeats the same operation", async () => {
    const text = { zh: "金额已变化。", en: "The amount has changed." };
    const work = panel();
    work.mockRejectedValueOnce({ code: "E-3013", what: text, money: text, todo: text, field: null });
    await drawn();
    now_ms += ARMED_AFTER_MS;
    await press(find("pay-received"), "Enter");
    expect(find<HTMLElement>("problem-code").textContent).toBe("E-3013");
    await press(find("pay-received"), "Enter");
    expect(work.mock.calls[0]?.[0]).toBe(work.mock.calls[1]?.[0]);
  });

  it("a digit is a method only while the methods have the focus, and only then is it told", async () => {
    const work = panel();
    await drawn();
    now_ms += ARMED_AFTER_MS;
    const strip = find<HTMLElement>("pay-method");
    find("pay-received").focus();
    await press(find<HTMLElement>("pay-panel"), "2");
    expect(find<HTMLElement>("pay-method-cash").getAttribute("aria-checked")).toBe("true");
    expect(told()).toEqual(["Enter 收款", "↑ 方式", "Esc 返回"]);
    await press(find("pay-received"), "ArrowUp");
    expect(document.activeElement).toBe(strip);
    expect(told()).toEqual(["Enter 下一项", "1–3 方式", "Esc 返回"]);
    await press(strip, "2");
    expect(document.activeElement, "what has no cash to count goes on to the button").toBe(find("pay-commit"));
    await press(document.body, "Enter");
    expect(work.mock.calls[0]?.slice(1)).toEqual(["scan", "1680.00"]);
  });

  it("Enter on the methods goes on to the cash and takes nothing", async () => {
    const work = panel();
    await drawn();
    now_ms += ARMED_AFTER_MS;
    const strip = find<HTMLElement>("pay-method");
    strip.focus();
    await press(strip, "Enter");
    expect(document.activeElement).toBe(find("pay-received"));
    expect(work).not.toHaveBeenCalled();
  });

  it("Enter takes nothing while the amount is being worked out", async () => {
    const work = panel({ waiting: true });
    await drawn();
    now_ms += ARMED_AFTER_MS;
    await press(find("pay-received"), "Enter");
    find<HTMLElement>("pay-commit").click();
    expect(work).not.toHaveBeenCalled();
  });

  it("a reason why nothing can be taken does not accuse the cash", async () => {
    panel({ blocked: "没有可用票据号" });
    await drawn();
    find("pay-received").focus();
    await settle();
    expect(find("pay-received").getAttribute("aria-invalid")).toBeNull();
    expect(find<HTMLButtonElement>("pay-commit").disabled).toBe(true);
    expect(told(), "no key promises to take it").toEqual(["↑ 方式", "Esc 返回"]);
  });
});
