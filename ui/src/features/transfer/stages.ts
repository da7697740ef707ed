/** The stages of an exchange, in order, and where each stands. */
import type { Progress } from "@/ipc/types";

export const STAGES = ["connect", "upload", "check", "download", "done"] as const;
export type Stage = (typeof STAGES)[number];
export type StageState = "todo" | "now" | "past";

/**
 * The states of all stages while `progress` is the newest report; `ended` once the exchange is over.
 *
 * The connection is proven by the first record that the county took, not by the attempt to send it.
 */
export function stageStates(progress: Progress | null, ended: boolean | undefined): StageState[] {
  if (ended === true) return STAGES.map(() => "past");
  const unproven = progress?.stage === "upload" && progress.done === 0 && progress.of > 0;
  const at = !progress ? -1 : unproven ? 0 : STAGES.indexOf(progress.stage as Stage);
  return STAGES.map((_, index) => (at < 0 ? "todo" : index < at ? "past" : index === at ? (ended === false ? "todo" : "now") : "todo"));
}
