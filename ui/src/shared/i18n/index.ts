/**
 * Languages. Chinese is the source and there from the start; English is complete, and fetched when it is chosen. One
 * catalogue file per feature and language under `src/locales`.
 */
import { createI18n } from "vue-i18n";
import zhMessages from "@/locales/zh";
import { worded } from "./wording";

export type Locale = "zh" | "en";
export type Messages = typeof zhMessages;

declare module "vue-i18n" {
  // The keys of the Chinese catalogue are the only keys there are.
  export interface DefineLocaleMessage extends Messages {}
}

export const i18n = createI18n<false>({
  legacy: false,
  locale: "zh",
  fallbackLocale: "zh",
  messages: { zh: zhMessages },
  missingWarn: import.meta.env.DEV,
  postTranslation: (text) => (typeof text === "string" ? worded(text) : text),
});

const KEPT = "nonghe.locale";

export async function setLocale(locale: Locale): Promise<void> {
  if (!i18n.global.availableLocales.includes(locale)) {
    const english = await import("@/locales/en");
    i18n.global.setLocaleMessage("en", english.default as Messages);
  }
  i18n.global.locale.value = locale;
  document.documentElement.lang = locale === "zh" ? "zh-CN" : "en";
  localStorage.setItem(KEPT, locale);
}

export function keptLocale(): Locale {
  return localStorage.getItem(KEPT) === "en" ? "en" : "zh";
}
