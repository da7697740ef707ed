/** A Chinese input method that swallows a gun's keys leaves full-width characters, Chinese ones, or blanks. */
export function damaged(code: string): boolean {
  return /[^\x21-\x7e]/.test(code);
}
