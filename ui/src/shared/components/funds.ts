/** How rows and parts of an explanation look: one colour for each who pays, on the ladder and on the bar over it. */
import type { RowKind } from "@/ipc/types";

/** Fill of a bar. */
export const FILL: Record<RowKind, string> = {
  total: "",
  subtotal: "",
  self: "out",
  hospital: "bg-hospital",
  basic: "bg-basic",
  serious: "bg-serious",
  assistance: "bg-assist",
  account: "bg-account",
  other: "bg-basic",
  due: "bg-self",
  claim: "out",
  desk: "",
};

/** Colour of an amount. */
export const INK: Partial<Record<RowKind, string>> = {
  hospital: "tx-hospital strong",
  basic: "tx-basic strong",
  other: "tx-basic strong",
  serious: "tx-serious strong",
  assistance: "tx-assist strong",
  account: "tx-account strong",
  due: "tx-self",
};
