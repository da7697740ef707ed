/** Whether the window is a small one: columns that only help on a wide screen step back. */
import { ref } from "vue";
import type { Ref } from "vue";

function follow(condition: string): Ref<boolean> {
  const query = window.matchMedia(condition);
  const holds = ref(query.matches);
  query.addEventListener("change", (event) => (holds.value = event.matches));
  return holds;
}

const narrow = follow("(max-width: 1199px)");
const tight = follow("(max-width: 939px)");

/** A small screen (1024 px). */
export const useNarrow = () => narrow;
/** Large type on a small screen, as in reflow.css. */
export const useTight = () => tight;
