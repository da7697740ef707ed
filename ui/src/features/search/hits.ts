/** Search results in one numbered list, and where each leads. */
import type { DocumentHit, HouseholdHit, PersonHit, SearchView } from "@/ipc/types";

/** Digits 1 to 8 choose a row, so there are no more. */
export const MOST = 8;

export type Hit = { number: number } & (
  | { kind: "person"; row: PersonHit }
  | { kind: "household"; row: HouseholdHit }
  | { kind: "document"; row: DocumentHit }
);

export function flatten(found: SearchView): Hit[] {
  const all = [
    ...found.people.map((row) => ({ kind: "person" as const, row })),
    ...found.households.map((row) => ({ kind: "household" as const, row })),
    ...found.documents.map((row) => ({ kind: "document" as const, row })),
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
