import { afterEach, expect, it } from "vitest";
import type { AdjustmentView } from "@/ipc/types";
import { find, mount, settle, unmountAll } from "@/testing/mount";
import AdjustmentCard from "./AdjustmentCard.vue";

afterEach(unmountAll);

const T = (zh: string) => ({ zh, en: zh });
const M = (shown: string) => ({ plain: shown, shown, words: "", zero: false });
const adjustment: AdjustmentView = {
  sentence: T("应退给个人 242.00 元。"), claimed: null, open: true, history: [],
  rows: [
    { name: T("基本医保支付"), centre: M("100.00"), county: M("342.00"), difference: M("242.00"), differs: true },
    { name: T("个人负担"), centre: M("480.00"), county: M("238.00"), difference: M("−242.00"), differs: true },
  ],
};

it("a difference says in which direction it goes, and what can be done", async () => {
  mount(AdjustmentCard, { adjustment, reversed: false });
  await settle();
  const last = [...document.querySelectorAll("[data-test=adjustment-row]")].map((row) => row.lastElementChild?.textContent);
  expect(last).toEqual(["+242.00", "−242.00"]);
  expect(find<HTMLElement>("adjustment-act").textContent).toContain("F8");
});

it("what is reversed already is not to be reversed again", async () => {
  mount(AdjustmentCard, { adjustment, reversed: true });
  await settle();
  expect(document.querySelector("[data-test=adjustment-act]")).toBeNull();
});
