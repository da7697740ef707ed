/** Whether the cursor is in a field that takes text: digits are then its own, and no list may promise them. */
import { onBeforeUnmount, onMounted, ref } from "vue";
import type { Ref } from "vue";
import { takesText } from "./keymap";

export function useInField(): Ref<boolean> {
  const inField = ref(takesText(document.activeElement));
  const look = (event: FocusEvent): void => void (inField.value = takesText(event.type === "focusin" ? event.target : event.relatedTarget));
  onMounted(() => {
    document.addEventListener("focusin", look);
    document.addEventListener("focusout", look);
  });
  onBeforeUnmount(() => {
    document.removeEventListener("focusin", look);
    document.removeEventListener("focusout", look);
  });
  return inField;
}
