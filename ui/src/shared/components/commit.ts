/**
 * Committing money from the keyboard.
 *
 * Invariants: for a moment after the panel opens no key commits, so a double press or a scanner's trailing Enter is
 * harmless; a second press while the first runs does nothing; and the operation's id exists before the first press,
 * so that a repeat gets the first result from the backend.
 */
import { getCurrentInstance, onMounted, ref } from "vue";

export const ARMED_AFTER_MS = 400;
const UNDRAWN_MS = 2000;

export function useCommit<R>(work: (operationId: string) => Promise<R>, now: () => number = () => performance.now()) {
  let openedAt_ms = now();
  // The moment begins when the panel is on the screen, which a busy computer draws late: no key counts before.
  if (getCurrentInstance()) {
    openedAt_ms = Infinity;
    const drawn = (): void => void (openedAt_ms = Math.min(openedAt_ms, now()));
    onMounted(() => {
      requestAnimationFrame(() => requestAnimationFrame(drawn));
      // A web view that draws nothing, because its window is hidden, must not hold the panel for good.
      window.setTimeout(drawn, UNDRAWN_MS);
    });
  }
  const operationId = crypto.randomUUID();
  const busy = ref(false);
  const done = ref(false);

  async function commit(): Promise<R | undefined> {
    if (busy.value || done.value || now() - openedAt_ms < ARMED_AFTER_MS) return undefined;
    busy.value = true;
    try {
      const result = await work(operationId);
      done.value = true;
      return result;
    } finally {
      busy.value = false;
    }
  }

  return { commit, busy, done, operationId };
}
