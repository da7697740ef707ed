/** A paper, or something about papers, that F11 offers. */
export interface MenuEntry {
  /** The digit that chooses it, the same on every screen that has it. */
  digit: number;
  label: string;
  /** Its number, or what else tells it apart. */
  hint?: string;
  run: () => void;
}
