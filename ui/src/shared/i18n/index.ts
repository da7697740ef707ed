/**
 * Languages. Chinese is the source; English is complete. One catalogue file per feature and language under
 * `src/locales`, loaded when the language is chosen.
 */
import { createI18n } from "vue-i18n";
import type zhMessages from "@/locales/zh";
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
  missingWarn: import.meta.env.DEV,
  postTranslation: (text) => (typeof text === "string" ? worded(text) : text),
});

const loaded = new Set<Locale>();
const KEPT = "nonghe.locale";

const catalogues = {
  zh: () => import("@/locales/zh"),
  en: () => import("@/locales/en"),
};

export async function setLocale(locale: Locale): Promise<void> {
  if (!loaded.has(locale)) {
    const catalogue = await catalogues[locale]();
    i18n.global.setLocaleMessage(locale, catalogue.default as Messages);
    loaded.add(locale);
  }
  i18n.global.locale.value = locale;
  document.documentElement.lang = locale === "zh" ? "zh-CN" : "en";
  localStorage.setItem(KEPT, locale);
}

export function keptLocale(): Locale {
  return localStorage.getItem(KEPT) === "en" ? "en" : "zh";
}
