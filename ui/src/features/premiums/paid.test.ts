import { afterEach, expect, it } from "vitest";
import { mount, unmountAll } from "@/testing/mount";
import type { ReceiptView } from "@/ipc/types";
import { usePaidWords } from "./paid";

afterEach(unmountAll);

it("names the number on the paper where there is one, and the change where there is any", () => {
  let words = (_: ReceiptView): string => "";
  mount({ setup: () => ((words = usePaidWords()), () => null) }, {});
  const said = (fiscal_number: string | null, change: string) =>
    words({ number: "R0000001", fiscal_number, change: { shown: change, zero: change === "0.00" } } as ReceiptView).replace(/\s/g, "");
  expect(said(null, "0.00")).toBe("已收款，收据R0000001");
  expect(said(null, "8.00")).toBe("已收款，收据R0000001，找零8.00元");
  expect(said("0001003", "0.00")).toBe("已收款，票据号0001003（R0000001）");
  expect(said("0001003", "8.00")).toBe("已收款，票据号0001003（R0000001），找零8.00元");
});
