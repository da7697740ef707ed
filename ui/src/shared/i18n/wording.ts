/**
 * What happens to every sentence on its way to the screen: the gaps between Chinese and Latin, and the word that this
 * centre uses for being insured. Papers are set elsewhere and keep the official word.
 */
import { prefs } from "../prefs";
import { spaced } from "./spacing";

/**
 * Sentences that are longer by two fifths, to see whether any screen clips them. Nobody reads it: tests and developers
 * switch it on by the key in `localStorage`.
 */
export const PSEUDO = "nonghe.pseudo";
const pseudo = localStorage.getItem(PSEUDO) === "1";

/** Each word longer by two fifths; figures and names stay. */
export const lengthened = (text: string): string =>
  text.replace(/[A-Za-z]{2,}/g, (word) => word + word.slice(-Math.ceil(word.length * 0.4)).toLowerCase());

export function worded(text: string): string {
  const chosen = prefs.enrolWord === "canhe" ? text.replace(/参保/g, "参合") : text;
  return spaced(pseudo ? lengthened(chosen) : chosen);
}
