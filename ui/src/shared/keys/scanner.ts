/**
 * A bar-code gun that types: told from a hand by its speed, wherever the cursor is.
 *
 * Invariant: what a gun typed never stays in a field that it was not meant for, and its Enter never takes money. Only
 * the speed is looked at while it types; what the code means is decided by whoever hears it.
 */

/** A gun leaves less than this between two characters; a hand that rolls over two keys may, but not six times. */
export const GAP_MS = 35;
export const SHORTEST = 6;
/** Where money is typed even a gun on a busy computer is known: nobody types six figures and Enter at this pace. */
export const MONEY_GAP_MS = 80;
const LONGEST = 80;
/** So many quick characters make a gun so likely that digits no longer choose from lists. */
const QUICK = 3;

export interface Stroke {
  key: string;
  /** The place on the keyboard, which an input method leaves alone. */
  code: string;
  shift: boolean;
  composing: boolean;
}

export interface Scan {
  code: string;
  /** The characters as they arrived, which the test in the settings shows. */
  raw: string;
  /** An input method took the characters; the code was read from the places of the keys. */
  damaged: boolean;
}

/** What the keys say: `first` begins a possible code, `quick` goes on with one, `scan` ends it. */
export type Reading = { kind: "hand" | "first" | "quick" } | { kind: "scan"; scan: Scan };

const MODIFIERS = new Set(["Shift", "CapsLock", "NumLock", "Control", "Alt", "Meta"]);

export class ScanReader {
  private code = "";
  private raw = "";
  private damaged = false;
  private last_ms = Number.NEGATIVE_INFINITY;

  constructor(private readonly gap_ms: number = GAP_MS) {}

  read(stroke: Stroke, now_ms: number): Reading {
    if (MODIFIERS.has(stroke.key)) return { kind: "hand" };
    const quick = now_ms - this.last_ms < this.gap_ms;
    this.last_ms = now_ms;
    if (isEnter(stroke)) {
      const { code, raw, damaged } = this;
      this.forget();
      return quick && code.length >= SHORTEST ? { kind: "scan", scan: { code, raw, damaged } } : { kind: "hand" };
    }
    const character = characterOf(stroke);
    if (character === undefined) {
      this.forget();
      return { kind: "hand" };
    }
    if (!quick || this.code.length >= LONGEST) this.forget();
    this.code += character;
    this.raw += stroke.key.length === 1 && !stroke.composing ? stroke.key : "□";
    this.damaged ||= stroke.composing || stroke.key !== character;
    return { kind: this.code.length === 1 ? "first" : this.code.length >= QUICK ? "quick" : "hand" };
  }

  forget(): void {
    this.code = "";
    this.raw = "";
    this.damaged = false;
  }
}

function isEnter(stroke: Stroke): boolean {
  return stroke.key === "Enter" || stroke.code === "Enter" || stroke.code === "NumpadEnter";
}

/** A printable character of a code: as it arrived, else as the key's place says. */
function characterOf({ key, code, shift, composing }: Stroke): string | undefined {
  if (!composing && key.length === 1) {
    if (key >= "!" && key <= "~") return key;
    // Full-width, as an input method leaves it.
    if (key >= "\uff01" && key <= "\uff5e") return String.fromCharCode(key.charCodeAt(0) - 0xfee0);
  }
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return shift ? letter : letter.toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit && !shift) return digit;
  return code === "Minus" || code === "NumpadSubtract" ? "-" : undefined;
}

/** What was scanned, and where it leads. */
export type Target = { kind: "receipt" | "household" | "admission" | "person"; number: string };

/**
 * Our own papers: `R0002318`, `H00012`, `A0000007`, `P` and the beginning of a person's id. A full document number,
 * as centre-device-epoch-R0002318, counts by its last part.
 */
export function targetOf(code: string): Target | undefined {
  const own = (code.toUpperCase().split(/[-/]/).pop() ?? "").trim();
  const person = /^P([0-9A-F]{8,32})$/.exec(code.toUpperCase().replace(/[-\s]/g, ""));
  if (person) return { kind: "person", number: person[0] };
  const found = /^([RHA])(\d{3,})$/.exec(own);
  if (!found) return undefined;
  const kinds = { R: "receipt", H: "household", A: "admission" } as const;
  return { kind: kinds[found[1] as keyof typeof kinds], number: own };
}

/** The field that takes codes of items, and the panel in which nothing scanned may act. */
const ITEM_FIELD = "[data-scan=item]";
const RAW_FIELD = "[data-scan=raw]";
/**
 * What finds nothing in the search box is said there, a PIN is typed by whoever is quick, and a field for numbers is fed by
 * card readers too, of which a busy computer may show the end alone.
 */
const OWN_ANSWER = "[data-scan=search], [type=password], [inputmode=numeric]";
/** Identity numbers and telephones are typed by card readers and programs as well. */
const TYPED_BY_OTHERS = /^(?:\d{17}[\dXx]|1[3-9]\d{9})$/;
const MONEY = "[data-money]";

interface Before {
  field: HTMLInputElement | HTMLTextAreaElement;
  value: string;
  start: number | null;
  end: number | null;
}

function textField(target: EventTarget | null): Before["field"] | undefined {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : undefined;
}

/** Puts back what stood in the field before the gun typed, and lets the field's own component know. */
function restore({ field, value, start, end }: Before): void {
  if (!field.isConnected || field.value === value) return;
  field.value = value;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  if (start !== null && document.activeElement === field) field.setSelectionRange(start, end);
}

export interface Heard {
  /** A code of our own papers. */
  own: (target: Target, scan: Scan) => void;
  /** A code that is none of our papers, typed where no item is asked for. */
  refused: (scan: Scan) => void;
  /** Any code, for the test in the settings. Tells whether it was taken. */
  test?: (scan: Scan) => boolean;
}

/** Listens before any field and any key layer. Returns how to stop. */
export function watchScanner(target: Window, heard: Heard, clock = (event: KeyboardEvent) => event.timeStamp): () => void {
  const reader = new ScanReader();
  const atMoney = new ScanReader(MONEY_GAP_MS);
  const before: { scan?: Before | undefined; money?: Before | undefined } = {};

  function asItStands(event: KeyboardEvent): Before | undefined {
    const field = textField(event.target);
    return field && { field, value: field.value, start: field.selectionStart, end: field.selectionEnd };
  }

  function takeBack(event: KeyboardEvent, kept: Before | undefined, damaged: boolean): void {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!kept) return;
    restore(kept);
    // An input method writes its text only after the key.
    if (damaged) window.setTimeout(() => restore(kept), 80);
  }

  function key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const composing = event.isComposing || event.keyCode === 229;
    const stroke = { key: event.key, code: event.code, shift: event.shiftKey, composing };
    const now_ms = clock(event);
    const reading = reader.read(stroke, now_ms);
    const slow = atMoney.read(stroke, now_ms);
    if (slow.kind === "first") before.money = asItStands(event);
    if (reading.kind === "first") before.scan = asItStands(event);
    // The character still reaches a text field; lists and layers must not take it for a choice.
    else if (reading.kind === "quick") event.stopImmediatePropagation();
    else if (slow.kind === "scan" && isAtMoney(event)) ended(event, slow.scan, before.money);
    else if (reading.kind === "scan") ended(event, reading.scan, before.scan);
  }

  function isAtMoney(event: KeyboardEvent): boolean {
    const at = event.target instanceof Element ? event.target : undefined;
    return Boolean(at?.closest(MONEY)) || (!textField(event.target) && document.querySelector(MONEY) !== null);
  }

  /** Nobody types six figures this fast into a field for words. */
  function isForeign(at: Element | undefined, code: string): boolean {
    if (TYPED_BY_OTHERS.test(code) || at?.closest(`${ITEM_FIELD}, ${OWN_ANSWER}`)) return false;
    return !textField(at ?? null) || code.replace(/\D/g, "").length >= SHORTEST;
  }

  function ended(event: KeyboardEvent, scan: Scan, kept: Before | undefined): void {
    const at = event.target instanceof Element ? event.target : undefined;
    const own = targetOf(scan.code);
    if (heard.test?.(scan)) takeBack(event, kept, scan.damaged);
    else if (at?.closest(RAW_FIELD)) return;
    else if (own) {
      takeBack(event, kept, scan.damaged);
      heard.own(own, scan);
    } else if (isAtMoney(event)) {
      takeBack(event, kept, scan.damaged);
      heard.refused(scan);
    } else if (at?.closest(ITEM_FIELD) && scan.damaged && kept) {
      // The field gets the code as it was meant, and is asked to search for it.
      takeBack(event, kept, true);
      window.setTimeout(() => {
        kept.field.value = scan.code;
        kept.field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }, 100);
    } else if (isForeign(at, scan.code)) {
      takeBack(event, kept, scan.damaged);
      heard.refused(scan);
    }
  }

  target.addEventListener("keydown", key, true);
  return () => target.removeEventListener("keydown", key, true);
}
