/** The stages of an exchange, in order, and where each stands. */
import type { Progress } from "@/ipc/types";

export const STAGES = ["connect", "upload", "check", "download", "done"] as const;
export type Stage = (typeof STAGES)[number];
export type StageState = "todo" | "now" | "past";

/** The states of all stages while `progress` is the newest report; `ended` once the exchange is over. */
export function stageStates(progress: Progress | null, ended: boolean | undefined): StageState[] {
  if (ended === true) return STAGES.map(() => "past");
  const at = progress ? STAGES.indexOf(progress.stage as Stage) : -1;
  return STAGES.map((_, index) => (at < 0 ? "todo" : index < at ? "past" : index === at ? (ended === false ? "todo" : "now") : "todo"));
}
