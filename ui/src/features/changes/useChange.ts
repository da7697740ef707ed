/** Saving a change: once per press, and with the way back that stands for eight seconds. */
import { ref } from "vue";
import { useI18n } from "vue-i18n";
import { change as changes } from "@/ipc/clinic";
import { asProblem } from "@/ipc/problem";
import type { ChangeView, UiError } from "@/ipc/types";
import { tell, tellProblem } from "@/shared/components/toasts";
import { useBilingual } from "@/shared/i18n/bilingual";

/** Takes a change back, and says how that went. */
export function useUndo(reload: () => unknown) {
  const { t } = useI18n();
  const { say } = useBilingual();

  async function undo(seq: number): Promise<void> {
    try {
      const undone = await changes.undo(crypto.randomUUID(), seq);
      tell(() => t("changes.undone", { name: undone.subject }));
    } catch (raw) {
      const { what, todo } = asProblem(raw);
      tellProblem(() => `${say(what)}${say(todo)}`);
    }
    await reload();
  }
  /** The bar after a change, with the way back. */
  function offer(done: ChangeView): void {
    tell(() => t("changes.done", { title: say(done.title), name: done.subject }), () => void undo(done.seq));
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
