/** What each role may record, as the backend checks it when something is saved. */
import type { OperatorView } from "@/ipc/types";

export type Action = "register" | "collect" | "giveBack" | "admit" | "settle" | "reverse" | "office";

const ROLES: Record<Action, string[]> = {
  register: ["registration"],
  collect: ["cashier"],
  giveBack: ["cashier", "office"],
  admit: ["cashier"],
  settle: ["cashier"],
  reverse: ["cashier", "office"],
  office: ["office"],
};

export const mayDo = (operator: Pick<OperatorView, "roles"> | undefined, action: Action): boolean =>
  ROLES[action].some((role) => operator?.roles.includes(role) === true);
