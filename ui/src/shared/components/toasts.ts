/** Short messages of success, and the one change that can still be taken back. */
import { shallowReactive } from "vue";

export interface Toast {
  id: number;
  text: string;
  undo?: (() => void) | undefined;
}

export const toasts = shallowReactive<Toast[]>([]);
const SUCCESS_MS = 3000;
const UNDO_MS = 8000;
let next = 1;

export function tell(text: string, undo?: () => void): void {
  const toast: Toast = { id: next++, text, undo };
  toasts.push(toast);
  if (toasts.length > 3) toasts.shift();
  window.setTimeout(() => drop(toast), undo ? UNDO_MS : SUCCESS_MS);
}

export function undoLatest(): void {
  const toast = [...toasts].reverse().find((candidate) => candidate.undo);
  if (!toast) return;
  drop(toast);
  toast.undo?.();
}

function drop(toast: Toast): void {
  const at = toasts.indexOf(toast);
  if (at >= 0) toasts.splice(at, 1);
}
