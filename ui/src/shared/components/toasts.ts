/**
 * Short messages, and the one change that can still be taken back.
 *
 * A message is given as what says it, so that it follows the language of the screen. Success goes by itself; a problem
 * stays until somebody closes it.
 */
import { shallowReactive } from "vue";

/** Words, or what says them in the language of the moment. */
export type Said = string | (() => string);

export interface Toast {
  id: number;
  kind: "done" | "problem";
  said: Said;
  undo?: (() => void) | undefined;
}

export const toasts = shallowReactive<Toast[]>([]);
const SUCCESS_MS = 3000;
const UNDO_MS = 8000;
/** More would cover what the clerk works on. */
const MOST = 2;
let next = 1;

export const words = ({ said }: Toast): string => (typeof said === "string" ? said : said());

/** Says that something was done. With `undo` it stands longer, and takes the place of the last way back. */
export function tell(said: Said, undo?: () => void): void {
  const toast: Toast = { id: next++, kind: "done", said, undo };
  if (undo) dropAll((other) => other.undo !== undefined);
  show(toast);
  window.setTimeout(() => drop(toast), undo ? UNDO_MS : SUCCESS_MS);
}

/** Says what was not done, until it is closed. */
export function tellProblem(said: Said): void {
  const toast: Toast = { id: next++, kind: "problem", said };
  dropAll((other) => other.kind === "problem");
  show(toast);
}

function show(toast: Toast): void {
  toasts.push(toast);
  if (toasts.length > MOST) drop(toasts.find((other) => other !== toast && !other.undo && other.kind === "done") ?? toasts[0]);
}

/** Whether there is a change to take back. */
export const canUndo = (): boolean => toasts.some((toast) => toast.undo);

export function undoLatest(): void {
  const toast = [...toasts].reverse().find((candidate) => candidate.undo);
  if (!toast) return;
  drop(toast);
  toast.undo?.();
}

export function drop(toast: Toast | undefined): void {
  const at = toast ? toasts.indexOf(toast) : -1;
  if (at >= 0) toasts.splice(at, 1);
}
function dropAll(which: (toast: Toast) => boolean): void {
  for (const toast of toasts.filter(which)) drop(toast);
}
