/** What the sync badge says. The figures come from the queue table, never from memory. */
import type { SyncBadge } from "@/ipc/types";

export type BadgeLook = "waiting" | "offline" | "running" | "done" | "old" | "action";

/**
 * `justDone`: an exchange ended with the county's acknowledgement a moment ago, which says nothing of what was recorded
 * since.
 */
export function badgeLook(badge: SyncBadge, justDone: boolean): BadgeLook {
  if (badge.running) return "running";
  if (badge.needs_action > 0) return "action";
  if (badge.overdue_days !== null) return "old";
  if (!badge.online) return "offline";
  return justDone && badge.waiting === 0 ? "done" : "waiting";
}
