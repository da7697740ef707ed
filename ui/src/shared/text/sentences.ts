/** Sentences one after the other. Chinese stops take their own room; everything else is parted by a space. */
export function joined(sentences: readonly string[]): string {
  return sentences.filter(Boolean).reduce((text, next) => text + (!text || /[。！？；：]$/.test(text) ? "" : " ") + next, "");
}
