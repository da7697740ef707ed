/** Saving a change: once per press, and with the way back that stands for eight seconds. */
import { ref, shallowRef } from "vue";
import { useI18n } from "vue-i18n";
import { change as changes } from "@/ipc/clinic";
import { asProblem } from "@/ipc/problem";
import type { ChangeView, UiError } from "@/ipc/types";
import { tell, tellProblem } from "@/shared/components/toasts";
import { useBilingual } from "@/shared/i18n/bilingual";
import { useDesk } from "@/shared/stores/desk";
import { joined } from "@/shared/text/sentences";

/** Past years are looked at. Says so, and tells whether something may be changed. */
export function useMayChange(): () => boolean {
  const { t } = useI18n();
  const desk = useDesk();
  return () => {
    if (desk.past) tell(() => t("changes.pastOnly", { year: desk.year }));
    return !desk.past;
  };
}

/**
 * Whether the panel of a page is open, and what it held when it was closed without saving: the bar opens it again as
 * it was.
 */
export function usePanel() {
  const { t } = useI18n();
  const open = ref(false);
  const kept = shallowRef<string>();
  function show(): void {
    kept.value = undefined;
    open.value = true;
  }
  function close(held?: string): void {
    open.value = false;
    if (held === undefined) return;
    tell(() => t("changes.notSaved"), () => {
      kept.value = held;
      open.value = true;
    });
  }
  return { open, kept, show, close };
}

/**
 * What a panel holds, against what it began with. `read` is all that can be filled in; `act`, the kind of change that is
 * looked at, is kept with it and is no filling in by itself.
 */
export function useHeld<T extends { act: string }>(read: () => T, write: (kept: T) => void) {
  const plain = () => JSON.stringify({ ...read(), act: "" });
  let began = plain();
  return {
    /** What was filled in until now is where the clerk begins. */
    begin: (kept: string | undefined): void => {
      began = plain();
      if (kept !== undefined) write(JSON.parse(kept) as T);
    },
    held: (): string | undefined => (plain() === began ? undefined : JSON.stringify(read())),
  };
}

/** Takes a change back, and says how that went. */
export function useUndo(reload: () => unknown) {
  const { t } = useI18n();
  const { say } = useBilingual();
  const mayChange = useMayChange();

  async function undo(seq: number): Promise<void> {
    if (!mayChange()) return;
    try {
      const undone = await changes.undo(crypto.randomUUID(), seq);
      tell(() => t("changes.undone", { name: undone.subject }));
    } catch (raw) {
      const { what, todo } = asProblem(raw);
      tellProblem(() => joined([say(what), say(todo)]));
    }
    await reload();
  }
  /** The bar after a change, with the way back. */
  function offer(done: ChangeView, text = () => t("changes.done", { title: say(done.title), name: done.subject })): void {
    tell(text, () => void undo(done.seq));
  }
  return { undo, offer };
}

/** A form of a change: the operation's id is made before the first press, so that a second one changes nothing. */
export function useChange(saved: (done: ChangeView) => void) {
  const { say } = useBilingual();
  const problem = ref<UiError>();
  const busy = ref(false);
  const op = crypto.randomUUID();

  async function save(work: (op: string) => Promise<ChangeView>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    problem.value = undefined;
    try {
      saved(await work(op));
    } catch (raw) {
      problem.value = asProblem(raw);
    } finally {
      busy.value = false;
    }
  }
  const fault = (field: string): string | undefined =>
    problem.value?.field === field ? `${say(problem.value.what)}` : undefined;
  return { save, busy, problem, fault };
}
