/**
 * A quarter-em gap between Chinese and Latin. New web views do it themselves (`text-autospace`); for the oldest ones
 * the gap is put into the text here. Nobody types it into a catalogue.
 */
const QUARTER_EM = "\u2005";
const native = typeof CSS !== "undefined" && CSS.supports("text-autospace", "normal");

const HAN = "\\p{Script=Han}";
const LATIN = "[A-Za-z0-9]";
const hanThenLatin = new RegExp(`(${HAN})(?=${LATIN})`, "gu");
const latinThenHan = new RegExp(`(${LATIN}%?)(?=${HAN})`, "gu");

export function withGaps(text: string): string {
  return text.replace(hanThenLatin, `$1${QUARTER_EM}`).replace(latinThenHan, `$1${QUARTER_EM}`);
}

export const spaced = (text: string): string => (native ? text : withGaps(text));
