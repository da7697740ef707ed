/**
 * Keys by layer: the frame at the bottom, the page above it, panels and open lists on top.
 *
 * Invariant: a key acts once, in the highest layer that knows it, and a panel hides everything below. The footer
 * reads the same layers, so it can only show keys that work now.
 */
import { computed, onBeforeUnmount, onMounted, ref, shallowReactive, toValue } from "vue";
import type { MaybeRefOrGetter } from "vue";
import { ownedByInputMethod } from "./composition";

export interface Binding {
  /** "F9", "Ctrl+K", "Alt+1", "Esc", "Enter", "1", "Space", "ArrowDown" … */
  key: string;
  /** What the footer says; absent for keys that need no telling. */
  label?: string;
  /** How the footer writes the key when it stands for several, as "1–3". */
  cap?: string;
  /** Acts while a panel is open too, as locking and help do. */
  through?: boolean;
  /** Absent for keys that a field or list handles itself and that are only told in the footer. */
  run?: (event: KeyboardEvent) => void;
}

export type Level = "frame" | "page" | "panel" | "overlay";
const HEIGHT: Record<Level, number> = { frame: 0, page: 1, panel: 2, overlay: 3 };

interface Layer {
  level: Level;
  bindings: MaybeRefOrGetter<Binding[]>;
}

const layers = shallowReactive<Layer[]>([]);

/** Highest first; within a level the one that came last. */
function fromTheTop(): Layer[] {
  return layers
    .map((layer, at) => ({ layer, at }))
    .sort((a, b) => HEIGHT[b.layer.level] - HEIGHT[a.layer.level] || b.at - a.at)
    .map(({ layer }) => layer);
}

const hidesBelow = (layer: Layer) => HEIGHT[layer.level] >= HEIGHT.panel;

/** Whether a panel or a screen stands over the page, so that nothing from outside may lead away from it. */
export const covered = computed(() => layers.some(hidesBelow));

/** True while Alt is held down alone for a moment: keys are then shown wherever they act. */
export const hintsShown = ref(false);
const HINTS_AFTER_MS = 250;

/** A key that an input method took has no name of its own; its place on the keyboard says what it is. */
function placeOf({ key, code }: KeyboardEvent): string | undefined {
  if (key !== "Process" && key !== "Unidentified") return undefined;
  return /^(?:F\d+|Backspace)$/.test(code) ? code : /^Key([A-Z])$/.exec(code)?.[1];
}

export function keyName(event: KeyboardEvent): string {
  if (event.key === "Alt") return "Alt";
  const place = placeOf(event);
  const main =
    place !== undefined ? place
    : event.key === "Escape" ? "Esc"
    : event.key === " " ? "Space"
    : event.code.startsWith("Digit") && (event.altKey || event.ctrlKey) ? event.code.slice(5)
    : event.key.length === 1 ? event.key.toUpperCase()
    : event.key;
  const ctrl = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const alt = event.altKey ? "Alt+" : "";
  // Shift makes another character of a key; with Ctrl it makes another command of it.
  const shift = event.shiftKey && (event.key.length > 1 || ctrl) ? "Shift+" : "";
  return ctrl + alt + shift + main;
}

/** The field that has the cursor, once something was typed into it. */
let typedInto: EventTarget | null = null;

/** Plain characters, Enter and Space belong to the field that has the cursor. */
function belongsToField(name: string, event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  // What was typed is taken back before what was recorded.
  if (takesText(target) && name === "Ctrl+Z") return typedInto === target;
  if (takesText(target)) return name.length === 1 || ["Enter", "Space", "Delete", "Home", "End"].includes(name) || name.startsWith("Arrow");
  // A focused button takes its own Enter and Space.
  return target.matches("button, a[href], summary") && (name === "Enter" || name === "Space");
}

/** The web view's own habits that would lose work or leave the page. */
const SWALLOWED = new Set([
  "F3", "F5", "F7", "Ctrl+F5", "Ctrl+F", "Ctrl+G", "Ctrl+P", "Ctrl+R", "Ctrl+S", "Ctrl+J", "Ctrl+U", "Ctrl+O",
  "Ctrl+D", "Ctrl+H", "Ctrl+N", "Ctrl+T", "Ctrl+W", "Alt", "Alt+ArrowLeft", "Alt+ArrowRight", "Alt+Home",
  "Ctrl+=", "Ctrl++", "Ctrl+-", "Ctrl+0", "BrowserBack", "BrowserForward", "BrowserRefresh", "BrowserSearch",
]);

export const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable=true]");

/** Backspace goes back a page in some web views, unless it deletes a character. */
const isHabit = (name: string, event: KeyboardEvent): boolean =>
  SWALLOWED.has(name.replace("Shift+", "")) || (/^(Alt\+|Shift\+)?Backspace$/.test(name) && !takesText(event.target));

/** Esc empties the filter of a list first; the next one leaves. */
function clearFilter(event: KeyboardEvent): boolean {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.closest("[data-clears]") || field.value === "") return false;
  event.preventDefault();
  field.value = "";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return true;
}

export function dispatchKey(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const name = keyName(event);
  // Also while an input method has the key: the page must not be read again under a half-chosen character.
  if (isHabit(name, event)) event.preventDefault();
  if (ownedByInputMethod(event)) return;
  if (name === "Esc" && clearFilter(event)) return;
  let hidden = false;
  for (const layer of fromTheTop()) {
    const binding = toValue(layer.bindings).find((candidate) => candidate.key === name && candidate.run && (candidate.through || !hidden));
    if (binding && !belongsToField(name, event)) {
      event.preventDefault();
      // A held key must not settle twice; arrows and deletes may repeat.
      if (!event.repeat || name.startsWith("Arrow") || name === "Delete") binding.run?.(event);
      return;
    }
    if (layer.level === "overlay") return;
    hidden ||= hidesBelow(layer);
  }
}

/** Shows the hints while Alt is held; any other key, or leaving the window, ends it. */
function watchAlt(target: Window): void {
  let timer = 0;
  const hide = () => {
    window.clearTimeout(timer);
    hintsShown.value = false;
  };
  target.addEventListener("keydown", (event) => {
    if (event.key !== "Alt") hide();
    else if (!event.repeat) timer = window.setTimeout(() => (hintsShown.value = true), HINTS_AFTER_MS);
  });
  target.addEventListener("keyup", (event) => event.key === "Alt" && hide());
  target.addEventListener("blur", hide);
}

const BACK_BUTTON = 3;

export function watchKeys(target: Window): void {
  target.addEventListener("keydown", dispatchKey);
  target.addEventListener("wheel", (event) => event.ctrlKey && event.preventDefault(), { passive: false });
  // The side buttons of a mouse would leave a half-filled form.
  for (const kind of ["mousedown", "mouseup"] as const) {
    target.addEventListener(kind, (event) => event.button >= BACK_BUTTON && event.preventDefault());
  }
  target.addEventListener("focusin", () => (typedInto = null));
  target.addEventListener("input", (event) => (typedInto = event.target));
  watchAlt(target);
}

/** Adds a layer while the calling component is mounted. */
export function useKeys(level: Level, bindings: MaybeRefOrGetter<Binding[]>): void {
  const layer: Layer = { level, bindings };
  onMounted(() => layers.push(layer));
  onBeforeUnmount(() => {
    const at = layers.indexOf(layer);
    if (at >= 0) layers.splice(at, 1);
  });
}

/** A key as the footer and help show it. */
export interface LiveKey {
  cap: string;
  label: string;
  /** The key that a click on it stands for; none where the cap stands for several, or a field has the key itself. */
  press?: (() => void) | undefined;
}

/** What the footer shows: the labelled keys of the visible layers, the topmost first. */
export const liveKeys = computed(() => {
  const shown: LiveKey[] = [];
  const seen = new Set<string>();
  let hidden = false;
  for (const layer of fromTheTop()) {
    for (const binding of toValue(layer.bindings)) {
      const cap = binding.cap ?? binding.key;
      if (binding.label && !seen.has(cap) && (binding.through || !hidden)) {
        seen.add(cap);
        const single = binding.cap === undefined && binding.run !== undefined;
        shown.push({ cap, label: binding.label, press: single ? () => binding.run?.(new KeyboardEvent("keydown", { key: binding.key })) : undefined });
      }
    }
    if (layer.level === "overlay") break;
    hidden ||= hidesBelow(layer);
  }
  return shown.sort((a, b) => rank(a.cap) - rank(b.cap));
});

function rank(cap: string): number {
  const functionKey = /^F(\d+)$/.exec(cap);
  if (functionKey) return Number(functionKey[1]);
  return cap === "Esc" ? 99 : cap.startsWith("Alt") ? 98 : cap === "Enter" ? 0 : 50;
}
