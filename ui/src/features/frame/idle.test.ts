import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { defineComponent } from "vue";
import { mount, unmountAll } from "@/testing/mount";
import { useIdleLock } from "./idle";

const hear = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ hear }));

const MINUTES = 60_000;
const lock = vi.fn();
let told: Record<string, () => void> = {};

beforeEach(() => {
  vi.useFakeTimers();
  hear.mockImplementation((event: string, heard: () => void) => {
    told[event] = heard;
    return () => delete told[event];
  });
  mount(defineComponent(() => (useIdleLock(lock), () => null)), {});
});
afterEach(() => {
  unmountAll();
  vi.useRealTimers();
  lock.mockReset();
  expect(told).toEqual({});
});

it("the desk locks after five minutes without a sign of anybody", () => {
  vi.advanceTimersByTime(5 * MINUTES - 1);
  expect(lock).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(lock).toHaveBeenCalledOnce();
});

it.each(["keydown", "pointermove", "device:code", "device:person"])("%s keeps it open", (sign) => {
  vi.advanceTimersByTime(4 * MINUTES);
  if (sign.startsWith("device")) told[sign]?.();
  else window.dispatchEvent(sign === "keydown" ? new KeyboardEvent(sign, { key: "a" }) : new Event(sign));
  vi.advanceTimersByTime(4 * MINUTES);
  expect(lock).not.toHaveBeenCalled();
});
