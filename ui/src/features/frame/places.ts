/** The places of the working day. Numbers are fixed for life, so places to come keep theirs free. */
import type { Component } from "vue";
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
