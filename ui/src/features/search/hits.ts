/** Search results in one numbered list, and where each leads. */
import type { DocumentHit, HouseholdHit, PersonHit, SearchView } from "@/ipc/types";

/** Digits 1 to 8 choose a row, so there are no more. */
export const MOST = 8;

export type Hit = { number: number } & (
  | { kind: "person"; row: PersonHit }
  | { kind: "household"; row: HouseholdHit }
  | { kind: "document"; row: DocumentHit }
);

/** What the list is divided into. */
export const GROUPS = ["person", "household", "receipt", "stay"] as const;
export type Group = (typeof GROUPS)[number];
export const groupOf = (hit: Hit): Group => (hit.kind !== "document" ? hit.kind : hit.row.kind === "stay" ? "stay" : "receipt");

export function flatten(found: SearchView): Hit[] {
  const all = [
    ...found.people.map((row) => ({ kind: "person" as const, row })),
    ...found.households.map((row) => ({ kind: "household" as const, row })),
    ...[...found.documents]
      .sort((a, b) => Number(a.kind === "stay") - Number(b.kind === "stay"))
      .map((row) => ({ kind: "document" as const, row })),
  ];
  return all.slice(0, MOST).map((hit, index) => ({ ...hit, number: index + 1 }));
}

export function target(hit: Hit): string {
  if (hit.kind === "person") return `/person/${hit.row.id}`;
  if (hit.kind === "household") return `/household/${hit.row.id}`;
  switch (hit.row.kind) {
    case "settlement":
      return `/settlements/${hit.row.id}`;
    case "stay":
      return `/inpatient/${hit.row.id}`;
    default:
      return `/premiums/${hit.row.id}`;
  }
}
