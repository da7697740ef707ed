/** Where people live. In English the village is spelled too: 槐树村 3 组 Huaishu. */
import { useI18n } from "vue-i18n";
import { useDesk } from "../stores/desk";
import { spaced } from "./spacing";

export function usePlace(): (place: string) => string {
  const { locale } = useI18n();
  const desk = useDesk();
  return (place) => {
    const villages = locale.value === "en" ? desk.villages.filter(({ name }) => place.startsWith(name)) : [];
    // A village may begin like another one.
    const village = villages.sort((a, b) => b.name.length - a.name.length)[0];
    return village ? `${spaced(place)} ${village.pinyin}` : spaced(place);
  };
}
