import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { applyPrefs, prefs } from "./prefs";
import { sound } from "./sound";

const setZoom = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ setZoom }));

beforeEach(() => {
  applyPrefs();
});
afterEach(async () => {
  Object.assign(prefs, { textSize: "standard", highContrast: false, sound: true, enrolWord: "canbao" });
  await nextTick();
  vi.unstubAllGlobals();
});

it("a text size holds at once and is kept", async () => {
  for (const [size, factor] of [["large", 1.15], ["largest", 1.3], ["standard", 1]] as const) {
    prefs.textSize = size;
    await nextTick();
    expect(setZoom).toHaveBeenLastCalledWith(factor);
    expect(JSON.parse(localStorage.getItem("nonghe.prefs") ?? "")).toMatchObject({ textSize: size });
  }
});

it("high contrast is told to the styles", async () => {
  prefs.highContrast = true;
  await nextTick();
  expect(document.documentElement.dataset.contrast).toBe("high");
  prefs.highContrast = false;
  await nextTick();
  expect(document.documentElement.dataset.contrast).toBe("normal");
});

it("one tick for what was taken, two for what was refused, none when sound is off", () => {
  const start = vi.fn();
  const node = () => ({ connect: () => ({ connect: () => undefined }), frequency: {}, start, stop: () => undefined });
  class Audio {
    currentTime = 0;
    state = "running";
    destination = {};
    createOscillator = node;
    createGain = () => ({ gain: { setValueAtTime: () => undefined, exponentialRampToValueAtTime: () => undefined }, connect: () => undefined });
  }
  vi.stubGlobal("AudioContext", Audio);
  sound.taken();
  expect(start).toHaveBeenCalledTimes(1);
  sound.refused();
  expect(start).toHaveBeenCalledTimes(3);
  prefs.sound = false;
  sound.refused();
  expect(start).toHaveBeenCalledTimes(3);
});
