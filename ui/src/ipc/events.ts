/** What the backend tells without being asked. */
import { hear } from "./call";
import type { PrintingView, Progress, SyncBadge, Text } from "./types";

export const events = {
  badge: (heard: (badge: SyncBadge) => void) => hear("badge", heard),
  syncProgress: (heard: (progress: Progress) => void) => hear("sync-progress", heard),
  syncDone: (heard: (end: { ok: boolean; text: Text }) => void) => hear("sync-done", heard),
  printing: (heard: (view: PrintingView) => void) => hear("printing", heard),
  rosterProgress: (heard: (progress: Progress) => void) => hear("roster-progress", heard),
};
