/** What the backend tells without being asked. */
import { hear } from "./call";
import type { Progress, SyncBadge, Text } from "./types";

/** An identity card on the reader, as it was read. */
export interface CardRead {
  name: string;
  sex: "male" | "female";
  ethnicity: string;
  /** `1962-03-15` */
  birth_date: string;
  address: string;
  id_number: string;
  /** A data URL; shown and not kept. */
  photo?: string | null;
}

export const events = {
  badge: (heard: (badge: SyncBadge) => void) => hear("badge", heard),
  syncProgress: (heard: (progress: Progress) => void) => hear("sync-progress", heard),
  syncDone: (heard: (end: { ok: boolean; text: Text }) => void) => hear("sync-done", heard),
  /** A code from a gun that the backend reads itself. */
  deviceCode: (heard: (scan: { code: string }) => void) => hear("device:code", heard),
  devicePerson: (heard: (card: CardRead) => void) => hear("device:person", heard),
  rosterProgress: (heard: (progress: Progress) => void) => hear("roster-progress", heard),
};
