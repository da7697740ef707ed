/** The places of the working day. Numbers are fixed for life, so places to come keep theirs free. */
import type { Component } from "vue";
import type { OperatorView } from "@/ipc/types";
import { ArrowUpDown, Banknote, Bed, Calculator, House, Settings, Users } from "@lucide/vue";

export interface Place {
  number: string;
  id: "desk" | "enrolment" | "premiums" | "inpatient" | "settlements" | "transfer" | "settings";
  path: string;
  icon: Component;
}

export const places: Place[] = [
  { number: "1", id: "desk", path: "/desk", icon: House },
  { number: "2", id: "enrolment", path: "/enrolment", icon: Users },
  { number: "3", id: "premiums", path: "/premiums", icon: Banknote },
  { number: "5", id: "inpatient", path: "/inpatient", icon: Bed },
  { number: "6", id: "settlements", path: "/settlements", icon: Calculator },
  { number: "9", id: "transfer", path: "/transfer", icon: ArrowUpDown },
  { number: "0", id: "settings", path: "/settings", icon: Settings },
];

/** Whose work is where; the office sees everything, and these are everybody's. */
const EVERYBODY: Place["id"][] = ["desk", "transfer", "settings"];
const OF_ROLE: Record<string, Place["id"][]> = {
  registration: ["enrolment", "premiums"],
  cashier: ["enrolment", "premiums", "inpatient", "settlements"],
  office: ["enrolment", "premiums", "inpatient", "settlements"],
};

/** The places of an operator. What is found by a search opens wherever it belongs. */
export function placesOf(operator: Pick<OperatorView, "roles"> | undefined): Place[] {
  const own = new Set([...EVERYBODY, ...(operator?.roles ?? []).flatMap((role) => OF_ROLE[role] ?? [])]);
  return places.filter((place) => own.has(place.id));
}
