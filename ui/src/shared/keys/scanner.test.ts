import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GAP_MS, ScanReader, targetOf, watchScanner } from "./scanner";
import type { Reading, Stroke } from "./scanner";

const stroke = (key: string, more: Partial<Stroke> = {}): Stroke => ({ key, code: "", shift: false, composing: false, ...more });

/** The last reading after a code and an Enter, each key so many milliseconds after the one before. */
function typedAt(gap_ms: number, text: string): Reading {
  const reader = new ScanReader();
  let now_ms = 1000;
  for (const key of text) reader.read(stroke(key), (now_ms += gap_ms));
  return reader.read(stroke("Enter"), now_ms + gap_ms);
}

describe("a gun is told from a hand", () => {
  it("by gaps under 35 ms, not by gaps of 35", () => {
    expect(typedAt(GAP_MS - 1, "R0002318")).toEqual({ kind: "scan", scan: { code: "R0002318", raw: "R0002318", damaged: false } });
    expect(typedAt(GAP_MS, "R0002318").kind).toBe("hand");
  });

  it("by six characters, not by five", () => {
    expect(typedAt(5, "H00012").kind).toBe("scan");
    expect(typedAt(5, "H0001").kind).toBe("hand");
  });

  it("by an Enter that is as quick as the rest", () => {
    const reader = new ScanReader();
    for (const [at, key] of [..."R0002318"].entries()) reader.read(stroke(key), at * 5);
    expect(reader.read(stroke("Enter"), 500).kind).toBe("hand");
  });

  it("though the clerk had typed before it", () => {
    const reader = new ScanReader();
    let now_ms = 0;
    for (const key of "wang") reader.read(stroke(key), (now_ms += 150));
    now_ms += 150;
    for (const key of "R0002318") reader.read(stroke(key), (now_ms += 5));
    expect(reader.read(stroke("Enter"), now_ms + 5)).toMatchObject({ scan: { code: "R0002318" } });
  });

  it("though Shift comes between the characters", () => {
    const reader = new ScanReader();
    let now_ms = 0;
    for (const key of ["Shift", "R", "0", "0", "Shift", "0", "2", "3", "1", "8"]) reader.read(stroke(key), (now_ms += 5));
    expect(reader.read(stroke("Enter"), now_ms + 5)).toMatchObject({ scan: { code: "R0002318" } });
  });

  it("and any other key ends what could have been a code", () => {
    const reader = new ScanReader();
    let now_ms = 0;
    for (const key of ["R", "0", "0", "Tab", "0", "2", "3"]) reader.read(stroke(key), (now_ms += 5));
    expect(reader.read(stroke("Enter"), now_ms + 5).kind).toBe("hand");
  });
});

describe("an input method in the way", () => {
  it("is noticed, and the code is read from the places of the keys", () => {
    const reader = new ScanReader();
    let now_ms = 0;
    const places = ["KeyR", ...[..."0002318"].map((digit) => `Digit${digit}`)];
    for (const [at, code] of places.entries()) reader.read(stroke("Process", { code, composing: true, shift: at === 0 }), (now_ms += 5));
    const end = reader.read(stroke("Process", { code: "Enter", composing: true }), now_ms + 5);
    expect(end).toMatchObject({ kind: "scan", scan: { code: "R0002318", damaged: true } });
  });

  it("that makes characters full-width is noticed too", () => {
    const reader = new ScanReader();
    let now_ms = 0;
    for (const key of "Ｒ０００２３１８") reader.read(stroke(key), (now_ms += 5));
    expect(reader.read(stroke("Enter"), now_ms + 5)).toMatchObject({ scan: { code: "R0002318", damaged: true } });
  });

  it("characters of a name are no code", () => {
    expect(typedAt(5, "王建国王建国").kind).toBe("hand");
  });
});

it.each([
  ["R0002318", "receipt", "R0002318"],
  ["r0002318", "receipt", "R0002318"],
  ["HSZ01-1-2-R0002318", "receipt", "R0002318"],
  ["H00012", "household", "H00012"],
  ["A0000007", "admission", "A0000007"],
  ["P1f0c2a9e", "person", "P1F0C2A9E"],
  ["P1f0c2a9e-77aa-4c1d-9b1e-0123456789ab", "person", "P1F0C2A9E77AA4C1D9B1E0123456789AB"],
])("%s leads to a %s", (code, kind, number) => expect(targetOf(code)).toEqual({ kind, number }));

it.each([["6901234567892"], ["41102319620315302X"], ["R12"], ["P1234"], ["Q0001234"], ["RH0002318"]])("%s is none of our papers", (code) =>
  expect(targetOf(code)).toBeUndefined(),
);

describe("in the window", () => {
  let now_ms = 0;
  let stop = () => {};
  const own = vi.fn();
  const refused = vi.fn();
  let takes = false;

  beforeEach(() => {
    vi.useFakeTimers();
    now_ms = 1000;
    takes = false;
    stop = watchScanner(window, { own, refused, test: () => takes }, () => now_ms);
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
    document.body.replaceChildren();
    own.mockReset();
    refused.mockReset();
  });

  function field(html = ""): HTMLInputElement {
    const holder = document.createElement("div");
    if (html) holder.setAttribute(html, html === "data-scan" ? "item" : "");
    const input = document.createElement("input");
    holder.append(input);
    document.body.append(holder);
    input.focus();
    return input;
  }

  /** As the web view does it: the key first, then, unless it was prevented, the character. */
  function hit(target: HTMLElement, key: string, gap_ms = 5, init: KeyboardEventInit = {}): KeyboardEvent {
    now_ms += gap_ms;
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
    target.dispatchEvent(event);
    if (key.length === 1 && !event.defaultPrevented && target instanceof HTMLInputElement) {
      target.value += key;
      target.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    return event;
  }

  const shoot = (target: HTMLElement, code: string) => {
    for (const key of code) hit(target, key);
    return hit(target, "Enter");
  };

  it("the characters are taken back out of the field, and the Enter goes nowhere", () => {
    const input = field();
    const enter = vi.fn();
    input.addEventListener("keydown", (event) => event.key === "Enter" && enter());
    for (const key of "王三") hit(input, key, 200);
    now_ms += 500;
    const end = shoot(input, "R0002318");
    expect(input.value).toBe("王三");
    expect(end.defaultPrevented).toBe(true);
    expect(enter).not.toHaveBeenCalled();
    expect(own).toHaveBeenCalledWith({ kind: "receipt", number: "R0002318" }, expect.anything());
  });

  it("the field's component hears that its text is back", () => {
    const input = field();
    let heard = "";
    input.addEventListener("input", () => (heard = input.value));
    shoot(input, "A0000007");
    expect(heard).toBe("");
  });

  it("an identity number that a program or a gun types stays in its field", () => {
    const input = field();
    const end = shoot(input, "41102319620315302X");
    expect(input.value).toBe("41102319620315302X");
    expect(end.defaultPrevented).toBe(false);
  });

  it("a code of somebody else's paper is taken back out and refused, in a field and outside", () => {
    const input = field();
    for (const key of "王三") hit(input, key, 200);
    now_ms += 500;
    expect(shoot(input, "6901234567892").defaultPrevented).toBe(true);
    expect(input.value).toBe("王三");
    now_ms += 500;
    shoot(document.body, "6901234567892");
    expect(refused).toHaveBeenCalledTimes(2);
  });

  it("initials that are typed fast, and the end of a number that a card reader types, stay where they are", () => {
    const [words, number] = [field(), field()];
    number.setAttribute("inputmode", "numeric");
    for (const [input, code] of [[words, "feiyan"], [number, "039528"]] as const) {
      now_ms += 500;
      expect(shoot(input, code).defaultPrevented).toBe(false);
      expect(input.value).toBe(code);
    }
    expect(refused).not.toHaveBeenCalled();
  });

  it("the search box answers for itself, and a PIN is nobody's code", () => {
    const [search, pin] = [field(), field()];
    search.dataset.scan = "search";
    pin.type = "password";
    for (const input of [search, pin]) {
      now_ms += 500;
      expect(shoot(input, "246802").defaultPrevented).toBe(false);
      expect(input.value).toBe("246802");
    }
    expect(refused).not.toHaveBeenCalled();
  });

  it("a code in the item field stays there, and its Enter searches", () => {
    const input = field("data-scan");
    const end = shoot(input, "6901234567892");
    expect(input.value).toBe("6901234567892");
    expect(end.defaultPrevented).toBe(false);
    expect(own).not.toHaveBeenCalled();
  });

  it("nothing scanned into a pay panel commits, ours or not", () => {
    const input = field("data-money");
    input.value = "1680.00";
    const commit = vi.fn();
    window.addEventListener("keydown", (event) => event.key === "Enter" && commit(), { once: true });
    for (const code of ["6901234567892", "R0002318"]) {
      now_ms += 500;
      shoot(input, code);
      expect(input.value, code).toBe("1680.00");
    }
    expect(commit).not.toHaveBeenCalled();
    expect(refused).toHaveBeenCalledOnce();
    expect(own).toHaveBeenCalledOnce();
  });

  it("a gun on a busy computer commits nothing either, and a hand that is quick does", () => {
    const input = field("data-money");
    input.value = "1680.00";
    for (const [gap_ms, commits] of [[79, false], [80, true]] as const) {
      now_ms += 500;
      const before = input.value;
      for (const key of "12345678") hit(input, key, gap_ms);
      expect(hit(input, "Enter", gap_ms).defaultPrevented, `${gap_ms} ms`).toBe(!commits);
      expect(input.value === before, `${gap_ms} ms`).toBe(!commits);
    }
  });

  it("digits of a code choose nothing from a list that has the cursor", () => {
    const list = document.createElement("div");
    list.tabIndex = 0;
    document.body.append(list);
    const chosen: string[] = [];
    list.addEventListener("keydown", (event) => chosen.push(event.key));
    shoot(list, "R0002318");
    // A gun is known from its third character on; a prefix and one digit may pass.
    expect(chosen).toEqual(["R", "0"]);
    expect(own).toHaveBeenCalledOnce();
  });

  it("while an input method composes, its text is taken back when it comes", () => {
    const input = field();
    const places = ["KeyH", "Digit0", "Digit0", "Digit0", "Digit1", "Digit2"];
    for (const [at, code] of places.entries()) hit(input, "Process", 5, { code, isComposing: true, shiftKey: at === 0 });
    hit(input, "Process", 5, { code: "Enter", isComposing: true });
    expect(own).toHaveBeenCalledWith({ kind: "household", number: "H00012" }, expect.objectContaining({ damaged: true }));
    input.value = "好00012";
    vi.advanceTimersByTime(100);
    expect(input.value).toBe("");
  });

  it("the test in the settings takes every code", () => {
    takes = true;
    shoot(field(), "R0002318");
    expect(own).not.toHaveBeenCalled();
  });
});
