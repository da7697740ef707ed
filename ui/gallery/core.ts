/** The few commands that a shown component calls by itself, with fixed answers. Screens are looked at with `make ui`. */
import { M, unprinted } from "./samples";

/** A page of paper: a white sheet with a few lines. */
const SHEET = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 595" width="840"><rect width="420" height="595" fill="#fff"/><g fill="#56636f">
<rect x="130" y="40" width="160" height="14"/><rect x="40" y="90" width="340" height="6"/><rect x="40" y="110" width="300" height="6"/>
<rect x="40" y="130" width="320" height="6"/><rect x="280" y="180" width="100" height="10"/></g></svg>`;

const ANSWERS: Record<string, (args: Record<string, string>) => unknown> = {
  cash_change: ({ due = "", tendered = "" }) =>
    tendered === due ? { change: M("0.00"), short: null }
    : Number(tendered) < Number(due) ? { change: M("0.00"), short: M("110.00") }
    : { change: M("190.00"), short: null },
  villages_find: () => ["槐树村", "石桥村", "柳沟村"],
  radicals: () => [
    { number: 1, forms: [{ form: "一", strokes: 1 }] },
    { number: 9, forms: [{ form: "人", strokes: 2 }, { form: "亻", strokes: 2 }] },
    { number: 212, forms: [{ form: "龍", strokes: 16 }, { form: "龙", strokes: 5 }] },
  ],
  characters_of: () => [{ strokes: 3, characters: "䶮龏" }, { strokes: 6, characters: "龔龕" }],
  print_queue: () => unprinted,
  printing_view: () => ({ unprinted: 2, at_printer: null, trouble: null, checked: true, assigned: [] }),
  document_print: () => ({
    number: "R0002318", printer: null, reprint: 0, trouble: null,
    document: { path: "papers/R0002318.pdf", pages: 1, preview: [`data:image/svg+xml,${encodeURIComponent(SHEET)}`] },
  }),
  printer_settings: () => ({
    note: null,
    rows: [],
    printers: [
      { name: "roll", ready: true, words: { zh: "就绪", en: "Ready" } },
      { name: "laser", ready: false, words: { zh: "缺纸", en: "Out of paper" } },
    ],
  }),
};

export function invoke<T>(command: string, args: Record<string, string> = {}): Promise<T> {
  const answer = ANSWERS[command];
  return answer ? Promise.resolve(answer(args) as T) : Promise.reject(new Error(`the gallery does not answer ${command}`));
}
