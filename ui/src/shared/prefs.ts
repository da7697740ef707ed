/**
 * How this computer shows the program: text size, contrast, sound, and the word for being insured. Kept by the web
 * view, as the language is; nothing here is a fact about people or money.
 */
import { reactive, watch } from "vue";
import { setZoom } from "@/ipc/call";

export type TextSize = "standard" | "large" | "largest";
/** 参保 is today's word, 参合 the one that people grew up with. */
export type EnrolWord = "canbao" | "canhe";

export const ZOOM: Record<TextSize, number> = { standard: 1, large: 1.15, largest: 1.3 };

export interface Prefs {
  textSize: TextSize;
  highContrast: boolean;
  sound: boolean;
  enrolWord: EnrolWord;
}

const KEPT = "nonghe.prefs";
const USUAL: Prefs = { textSize: "standard", highContrast: false, sound: true, enrolWord: "canbao" };

export function readPrefs(text: string | null): Prefs {
  try {
    const kept = JSON.parse(text ?? "{}") as Partial<Prefs>;
    return {
      textSize: kept.textSize !== undefined && kept.textSize in ZOOM ? kept.textSize : USUAL.textSize,
      highContrast: kept.highContrast === true,
      sound: kept.sound !== false,
      enrolWord: kept.enrolWord === "canhe" ? "canhe" : "canbao",
    };
  } catch {
    return { ...USUAL };
  }
}

export const prefs = reactive<Prefs>(readPrefs(localStorage.getItem(KEPT)));

/** Follows the choices from the start on, and keeps each as it is made. */
export function applyPrefs(): void {
  watch(
    () => ({ ...prefs }),
    (now) => {
      localStorage.setItem(KEPT, JSON.stringify(now));
      const root = document.documentElement;
      root.dataset.contrast = now.highContrast ? "high" : "normal";
      root.dataset.text = now.textSize;
      void setZoom(ZOOM[now.textSize]);
    },
    { immediate: true, deep: true },
  );
}
