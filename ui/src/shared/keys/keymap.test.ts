import { createApp, defineComponent, h } from "vue";
import { afterEach, describe, expect, it, vi } from "vitest";
import { dispatchKey, hintsShown, keyName, liveKeys, useKeys, watchKeys } from "./keymap";
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

describe("a key that acts through panels", () => {
  it("works and is told while a panel is open, and not behind a screen that stands for all", () => {
    const lock = vi.fn();
    layer("frame", [{ key: "Ctrl+L", label: "lock", through: true, run: lock }, { key: "F3", label: "find", run: lock }]);
    layer("panel", [{ key: "Esc", label: "close", run: () => undefined }]);
    expect(liveKeys.value.map((key) => key.cap)).toEqual(["Ctrl+L", "Esc"]);
    press("l", { ctrlKey: true });
    press("F3");
    expect(lock).toHaveBeenCalledOnce();
    layer("overlay", []);
    press("l", { ctrlKey: true });
    expect(lock).toHaveBeenCalledOnce();
    expect(liveKeys.value).toEqual([]);
  });

  it("the footer can press what the key does, unless the cap stands for several keys", () => {
    const refresh = vi.fn();
    layer("page", [{ key: "F5", label: "refresh", run: refresh }, { key: "Alt+1", cap: "Alt+0…9", label: "places", run: refresh }, { key: "Enter", label: "open" }]);
    for (const key of liveKeys.value) key.press?.();
    expect(refresh).toHaveBeenCalledOnce();
  });
});

it("Esc empties a filter first and then goes back", () => {
  const back = vi.fn();
  layer("page", [{ key: "Esc", run: back }]);
  const filter = document.createElement("input");
  filter.dataset.clears = "";
  filter.value = "wxm";
  const heard = vi.fn();
  filter.addEventListener("input", heard);
  press("Escape", {}, filter);
  expect([filter.value, heard.mock.calls.length, back.mock.calls.length]).toEqual(["", 1, 0]);
  press("Escape", {}, filter);
  expect(back).toHaveBeenCalledOnce();
});

describe("Ctrl+Z", () => {
  it("in a field takes back what was typed there, and before that the last record", () => {
    watchKeys(window);
    const undo = vi.fn();
    layer("frame", [{ key: "Ctrl+Z", run: undo }]);
    const field = document.createElement("input");
    document.body.append(field);
    field.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    expect(press("z", { ctrlKey: true }, field).defaultPrevented).toBe(true);
    expect(undo).toHaveBeenCalledOnce();
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    expect(press("z", { ctrlKey: true }, field).defaultPrevented).toBe(false);
    expect(undo).toHaveBeenCalledOnce();
    field.remove();
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

describe("the web view's own habits are switched off", () => {
  it("its keys for find, reload, caret browsing, print, zoom and history", () => {
    for (const key of ["F3", "F5", "F7", "BrowserBack"]) expect(press(key).defaultPrevented, key).toBe(true);
    for (const key of ["f", "p", "r", "R", "g", "s", "o", "u", "j", "n", "=", "+", "-"]) {
      expect(press(key, { ctrlKey: true }).defaultPrevented, `Ctrl+${key}`).toBe(true);
    }
    expect(press("0", { ctrlKey: true, code: "Digit0" }).defaultPrevented).toBe(true);
    for (const key of ["R", "+"]) expect(press(key, { ctrlKey: true, shiftKey: true }).defaultPrevented, `Ctrl+Shift+${key}`).toBe(true);
    for (const key of ["ArrowLeft", "ArrowRight", "Home"]) expect(press(key, { altKey: true }).defaultPrevented, `Alt+${key}`).toBe(true);
    expect(press("F5", { ctrlKey: true }).defaultPrevented).toBe(true);
  });

  it("also while an input method has the key, which then has no name", () => {
    for (const [code, ctrlKey] of [["F5", false], ["F3", false], ["KeyR", true]] as const) {
      expect(press("Process", { code, ctrlKey, isComposing: true }).defaultPrevented, code).toBe(true);
    }
    expect(press("Process", { code: "Backspace", isComposing: true }, document.createElement("input")).defaultPrevented).toBe(false);
  });

  it("Backspace leaves no page, and still deletes in a field", () => {
    expect(press("Backspace").defaultPrevented).toBe(true);
    expect(press("Backspace", {}, document.createElement("button")).defaultPrevented).toBe(true);
    expect(press("Backspace", {}, document.createElement("input")).defaultPrevented).toBe(false);
  });

  it("copying, pasting and typing are left alone", () => {
    const field = document.createElement("input");
    for (const key of ["c", "v", "x", "a"]) expect(press(key, { ctrlKey: true }, field).defaultPrevented, key).toBe(false);
    expect(press("F11").defaultPrevented).toBe(false);
  });

  it("Ctrl with the wheel does not zoom, the wheel alone scrolls", () => {
    watchKeys(window);
    const turn = (ctrlKey: boolean) => {
      const event = new WheelEvent("wheel", { cancelable: true });
      Object.defineProperty(event, "ctrlKey", { value: ctrlKey });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(turn(true)).toBe(true);
    expect(turn(false)).toBe(false);
  });
});

describe("holding Alt", () => {
  it("shows the keys after a moment and hides them with the next key", () => {
    vi.useFakeTimers();
    const down = (key: string) => window.dispatchEvent(new KeyboardEvent("keydown", { key }));
    down("Alt");
    expect(hintsShown.value).toBe(false);
    vi.advanceTimersByTime(300);
    expect(hintsShown.value).toBe(true);
    window.dispatchEvent(new KeyboardEvent("keyup", { key: "Alt" }));
    expect(hintsShown.value).toBe(false);
    down("Alt");
    down("1");
    vi.advanceTimersByTime(300);
    expect(hintsShown.value).toBe(false);
    vi.useRealTimers();
  });
});

it("Shift makes another command of Ctrl and a letter, so that the picker is no undo", () => {
  expect(keyName(new KeyboardEvent("keydown", { key: "Z", ctrlKey: true, shiftKey: true }))).toBe("Ctrl+Shift+Z");
  expect(keyName(new KeyboardEvent("keydown", { key: "z", ctrlKey: true }))).toBe("Ctrl+Z");
  expect(keyName(new KeyboardEvent("keydown", { key: "W", shiftKey: true }))).toBe("W");
});

it("Alt with a digit is named by the key, not by the character that a layout gives it", () => {
  expect(keyName(new KeyboardEvent("keydown", { key: "¡", code: "Digit1", altKey: true }))).toBe("Alt+1");
});
