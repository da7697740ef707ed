/**
 * Tells whether a key belongs to the input method and not to us.
 *
 * Invariant: while a clerk is choosing a character no key of ours acts. Web views report the end of a composition
 * in three orders (flag on the key, code 229 after the end, end before the key), so all three are looked at.
 */

/** Keys that arrive this soon after the end of a composition still belong to it. */
export const SETTLE_MS = 60;
const PROCESSED_BY_IME = 229;

export class CompositionGuard {
  private composing = false;
  private endedAt_ms = Number.NEGATIVE_INFINITY;

  started(): void {
    this.composing = true;
  }

  ended(now_ms: number): void {
    this.composing = false;
    this.endedAt_ms = now_ms;
  }

  /** True when the key must be ignored. */
  owns(event: Pick<KeyboardEvent, "isComposing" | "keyCode">, now_ms: number): boolean {
    return (
      this.composing ||
      event.isComposing ||
      event.keyCode === PROCESSED_BY_IME ||
      now_ms - this.endedAt_ms < SETTLE_MS
    );
  }
}

const guard = new CompositionGuard();

/** The one check that every key handler makes first. */
export function ownedByInputMethod(event: KeyboardEvent): boolean {
  return guard.owns(event, performance.now());
}

/** Listens on the capture side, so that the guard knows before any field does. */
export function watchComposition(target: Window): void {
  target.addEventListener("compositionstart", () => guard.started(), true);
  target.addEventListener("compositionend", () => guard.ended(performance.now()), true);
}
