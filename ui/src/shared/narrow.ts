/** Whether the window is a small one (1024 px): columns that only help on a wide screen step back. */
import { ref } from "vue";

const query = window.matchMedia("(max-width: 1199px)");
const narrow = ref(query.matches);
query.addEventListener("change", (event) => (narrow.value = event.matches));

export const useNarrow = () => narrow;
