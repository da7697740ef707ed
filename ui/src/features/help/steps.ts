/** The three steps of each place, as drawn and told in help. */
import type { Step } from "./StepPicture.vue";

export const steps = {
  desk: ["search", "list", "card"],
  enrolment: ["card", "rows", "cash"],
  premiums: ["house", "cash", "receipt"],
  inpatient: ["bed", "pills", "receipt"],
  settlements: ["search", "ladder", "pair"],
  transfer: ["queue", "send", "checked"],
  settings: ["size", "scan", "pack"],
} as const satisfies Record<string, readonly [Step, Step, Step]>;

export type Helped = keyof typeof steps;

/** A place that has no pictures of its own is explained by those of the desk. */
export const helped = (place: string): Helped => (place in steps ? (place as Helped) : "desk");
