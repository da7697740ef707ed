import { createApp, defineComponent, h } from "vue";
import { afterEach, describe, expect, it, vi } from "vitest";
import { dispatchKey, keyName, liveKeys, useKeys } from "./keymap";
import type { Binding, Level } from "./keymap";

const mounted: { unmount: () => void }[] = [];

function layer(level: Level, bindings: Binding[]): void {
  const app = createApp(defineComponent({ setup: () => (useKeys(level, bindings), () => h("div")) }));
  app.mount(document.createElement("div"));
  mounted.push(app);
}

function press(key: string, init: KeyboardEventInit = {}, target: HTMLElement = document.body): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, cancelable: true, bubbles: true, ...init });
  Object.defineProperty(event, "target", { value: target });
  dispatchKey(event);
  return event;
}

afterEach(() => mounted.splice(0).forEach((app) => app.unmount()));

describe("layers", () => {
  it("a page key wins over the frame whichever came first", () => {
    const page = vi.fn();
    const frame = vi.fn();
    layer("page", [{ key: "F2", run: page }]);
    layer("frame", [{ key: "F2", run: frame }]);
    press("F2");
    expect(page).toHaveBeenCalledOnce();
    expect(frame).not.toHaveBeenCalled();
  });

  it("a panel hides the keys below it, from the hand and from the footer", () => {
    const settle = vi.fn();
    layer("page", [{ key: "F9", label: "settle", run: settle }]);
    layer("panel", [{ key: "Esc", label: "close", run: () => undefined }]);
    press("F9");
    expect(settle).not.toHaveBeenCalled();
    expect(liveKeys.value.map((key) => key.cap)).toEqual(["Esc"]);
  });

  it("a held key does not act twice", () => {
    const settle = vi.fn();
    layer("page", [{ key: "F9", run: settle }]);
    press("F9");
    press("F9", { repeat: true });
    expect(settle).toHaveBeenCalledOnce();
  });
});

describe("typing", () => {
  it("a digit typed into a field is text, not a choice", () => {
    const choose = vi.fn();
    layer("page", [{ key: "1", run: choose }]);
    press("1", {}, document.createElement("input"));
    expect(choose).not.toHaveBeenCalled();
    press("1");
    expect(choose).toHaveBeenCalledOnce();
  });

  it("a function key acts from inside a field", () => {
    const pay = vi.fn();
    layer("page", [{ key: "F9", run: pay }]);
    press("F9", {}, document.createElement("input"));
    expect(pay).toHaveBeenCalledOnce();
  });

  it("no key acts while the input method composes", () => {
    const pay = vi.fn();
    layer("page", [{ key: "F9", run: pay }]);
    press("F9", { isComposing: true });
    expect(pay).not.toHaveBeenCalled();
  });
});

it("the web view's find, reload and caret keys are switched off", () => {
  for (const key of ["F3", "F5", "F7"]) expect(press(key).defaultPrevented, key).toBe(true);
});

it("Alt with a digit is named by the key, not by the character that a layout gives it", () => {
  expect(keyName(new KeyboardEvent("keydown", { key: "¡", code: "Digit1", altKey: true }))).toBe("Alt+1");
});
