/** What the footer says of printing, and which papers go to a printer by themselves. */
import { ref } from "vue";
import { defineStore } from "pinia";
import { printing } from "@/ipc/clinic";
import type { PaperKind } from "@/ipc/clinic";
import { events } from "@/ipc/events";
import type { PrintingView } from "@/ipc/types";

export const usePrinting = defineStore("printing", () => {
  const view = ref<PrintingView>();
  /** The list of papers that have not come out is open. */
  const listed = ref(false);

  const goesToPrinter = (kind: PaperKind): boolean => view.value?.assigned.includes(kind) ?? false;

  /** Hears what becomes of papers until the returned function is called. */
  function follow(): () => void {
    void printing.view().then((now) => (view.value = now), () => undefined);
    return events.printing((now) => (view.value = now));
  }

  return { view, listed, goesToPrinter, follow };
});
