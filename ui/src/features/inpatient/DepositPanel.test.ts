import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import { ARMED_AFTER_MS } from "@/shared/components/commit";
import DepositPanel from "./DepositPanel.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));

const stay = { row: { id: "s1", name: "王建国", number: "A0000001", department: "内科", bed: "3" } };
const taken = () => call.mock.calls.filter(([command]) => command === "deposit_take").length;
const armed = () => new Promise((done) => window.setTimeout(done, ARMED_AFTER_MS + 150));

beforeEach(() => {
  call.mockImplementation((command: string) =>
    Promise.resolve(command === "cash_change" ? { change: { words: "人民币伍佰元整" }, short: null } : { row: stay.row }),
  );
});
afterEach(() => {
  unmountAll();
  call.mockReset();
});

describe("taking a deposit", () => {
  it("says the amount in words, and Enter on the methods goes on to the button instead of taking it", async () => {
    mount(DepositPanel, { stay, onTaken: vi.fn() });
    await settle();
    await armed();
    await type(find("deposit-amount"), "500");
    expect(find<HTMLElement>("deposit-words").textContent).toBe("人民币伍佰元整");
    const strip = find<HTMLElement>("deposit-method");
    strip.focus();
    await press(strip, "Enter");
    expect(taken()).toBe(0);
    expect(document.activeElement).toBe(find("deposit-commit"));
    await press(find("deposit-amount"), "Enter");
    expect(taken()).toBe(1);
  });
});
