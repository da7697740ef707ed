/** What the backend tells without being asked. */
import { hear } from "./call";
import type { CardView, CodeView, DeviceStates, PrintingView, Progress, SyncBadge, Text, UiError } from "./types";

export const events = {
  badge: (heard: (badge: SyncBadge) => void) => hear("badge", heard),
  syncProgress: (heard: (progress: Progress) => void) => hear("sync-progress", heard),
  syncDone: (heard: (end: { ok: boolean; text: Text }) => void) => hear("sync-done", heard),
  printing: (heard: (view: PrintingView) => void) => hear("printing", heard),
  rosterProgress: (heard: (progress: Progress) => void) => hear("roster-progress", heard),
  code: (heard: (code: CodeView) => void) => hear("device:code", heard),
  person: (heard: (card: CardView) => void) => hear("device:person", heard),
  devices: (heard: (states: DeviceStates) => void) => hear("device:state", heard),
  trouble: (heard: (problem: UiError) => void) => hear("device:trouble", heard),
};
