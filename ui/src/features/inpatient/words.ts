/**
 * The catalogue writes units and classes in Chinese only; these are their words in the chosen language. A county's own
 * catalogue may bring words that are not known here; they stand for themselves.
 */
import { useI18n } from "vue-i18n";

export function useCatalogueWords() {
  const { t, te } = useI18n();
  const unitWord = (unit: string, quantity = "1"): string =>
    te(`catalogue.unit.${unit}`) ? t(`catalogue.unit.${unit}`, Number(quantity) === 1 ? 1 : 2) : unit;
  const classWord = (name: string): string => (te(`catalogue.class.${name}`) ? t(`catalogue.class.${name}`) : name);
  /** As it stands in a small frame. */
  const classSign = (name: string): string => (te(`catalogue.sign.${name}`) ? t(`catalogue.sign.${name}`) : name);
  return { unitWord, classWord, classSign };
}

/** Department and bed; whoever typed 8床 reads it once. */
export function useBedWords() {
  const { t } = useI18n();
  return (department: string, bed: string): string =>
    bed ? t("inpatient.bedAt", { department, bed: bed.replace(/\s*床$/, "") }) : department;
}
