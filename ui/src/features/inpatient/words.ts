/** The catalogue writes units and classes in Chinese only; these are their words in the chosen language, for titles. */
import { useI18n } from "vue-i18n";

export function useCatalogueWords() {
  const { t, te } = useI18n();
  // A county's own catalogue may bring words that are not known here; they stand for themselves.
  const unitWord = (unit: string): string => (te(`catalogue.unit.${unit}`) ? t(`catalogue.unit.${unit}`) : unit);
  const classWord = (name: string): string => (te(`catalogue.class.${name}`) ? t(`catalogue.class.${name}`) : name);
  return { unitWord, classWord };
}
