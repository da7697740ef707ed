/** What is said when a premium was taken: the number on the paper first, where the county numbers the paper. */
import { useI18n } from "vue-i18n";
import type { ReceiptView } from "@/ipc/types";

export function usePaidWords(): (receipt: ReceiptView) => string {
  const { t } = useI18n();
  return ({ number, fiscal_number: fiscal, change }) => {
    if (fiscal) return change.zero ? t("premiums.doneFiscal", { fiscal, number }) : t("premiums.doneFiscalChange", { fiscal, number, change: change.shown });
    return change.zero ? t("premiums.done", { number }) : t("premiums.doneChange", { number, change: change.shown });
  };
}
