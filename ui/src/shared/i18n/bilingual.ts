/** Sentences that the backend writes in both languages; the screen shows the one that is chosen. */
import { computed } from "vue";
import { useI18n } from "vue-i18n";
import type { Text } from "@/ipc/types";
import type { Locale } from "./index";
import { worded } from "./wording";

export function useBilingual() {
  const { locale } = useI18n();
  const chosen = computed(() => locale.value as Locale);
  const say = (text: Text | null | undefined): string => (text ? worded(text[chosen.value]) : "");
  return { locale: chosen, say };
}
