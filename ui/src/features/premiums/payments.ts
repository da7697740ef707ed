/** A list of payments that grows as it is read: what is looked for, the rows so far, and how many there are in all. */
import { computed, ref, watch } from "vue";
import { premium } from "@/ipc/clinic";
import { asProblem } from "@/ipc/problem";
import type { PaymentRow, UiError } from "@/ipc/types";

export function usePayments() {
  const text = ref("");
  const rows = ref<PaymentRow[]>();
  const all = ref(0);
  const problem = ref<UiError>();
  const more = computed(() => (rows.value?.length ?? 0) < all.value);
  let asked = 0;
  let growing = false;

  async function read(from: number): Promise<void> {
    const mine = ++asked;
    try {
      const page = await premium.payments({ text: text.value.trim(), from });
      // The answer to what was typed before must not overwrite this one.
      if (mine !== asked) return;
      rows.value = from === 0 ? page.rows : [...(rows.value ?? []), ...page.rows];
      all.value = page.all;
      problem.value = undefined;
    } catch (raw) {
      if (mine === asked) problem.value = asProblem(raw);
    }
  }
  const load = (): Promise<void> => read(0);

  async function grow(): Promise<void> {
    if (growing || !more.value) return;
    growing = true;
    await read(rows.value?.length ?? 0);
    growing = false;
  }
  watch(text, load);
  return { text, rows, all, problem, load, grow };
}
