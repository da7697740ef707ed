/** What is told of several members alike is told once. */
export interface Sentence {
  text: string;
  warn: boolean;
}

export interface Folded {
  /** Sentences that hold for two members or more, with their names. */
  together: (Sentence & { names: string[] })[];
  /** What is left of each line's own sentences, by its place among all lines. */
  own: Sentence[][];
}

export function folded<L extends { name: string }>(lines: L[], told: (line: L) => Sentence[]): Folded {
  const said = lines.map(told);
  const byText = new Map<string, Sentence & { names: string[] }>();
  said.forEach((sentences, at) => {
    for (const sentence of sentences) {
      const known = byText.get(sentence.text) ?? { ...sentence, names: [] };
      known.names.push(lines[at]?.name ?? "");
      byText.set(sentence.text, known);
    }
  });
  const together = [...byText.values()].filter((one) => one.names.length > 1);
  const shared = new Set(together.map((one) => one.text));
  return { together, own: said.map((sentences) => sentences.filter((one) => !shared.has(one.text))) };
}
