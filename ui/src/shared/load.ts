/** One read of the backend for a screen: its value, or the problem that takes its place. */
import { ref, shallowRef } from "vue";
import type { Ref, ShallowRef } from "vue";
import { asProblem } from "@/ipc/problem";
import type { UiError } from "@/ipc/types";

export interface Load<T> {
  value: ShallowRef<T | undefined>;
  problem: Ref<UiError | undefined>;
  busy: Ref<boolean>;
  load: () => Promise<void>;
}

/** How many screens are being read: the line under the title shows it when it takes long. */
export const reading = ref(0);

export function useLoad<T>(read: () => Promise<T>): Load<T> {
  const value = shallowRef<T>();
  const problem = ref<UiError>();
  const busy = ref(false);
  let asked = 0;
  let newest: Promise<void> = Promise.resolve();

  async function once(mine: number): Promise<void> {
    busy.value = true;
    reading.value += 1;
    try {
      const answer = await read();
      // A slow answer must not overwrite a newer one.
      if (mine !== asked) return;
      value.value = answer;
      problem.value = undefined;
    } catch (raw) {
      if (mine === asked) problem.value = asProblem(raw);
    } finally {
      reading.value -= 1;
      if (mine === asked) busy.value = false;
    }
  }

  /** Whoever waits for the value has it afterwards, also where a later read overtook this one. */
  async function load(): Promise<void> {
    newest = once(++asked);
    let waited: Promise<void> | undefined;
    while (waited !== newest) {
      waited = newest;
      await waited;
    }
  }
  return { value, problem, busy, load };
}
