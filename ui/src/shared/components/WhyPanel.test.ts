import { afterEach, expect, it } from "vitest";
import type { Explanation, Row } from "@/ipc/types";
import { find, mount, press, settle, unmountAll } from "@/testing/mount";
import WhyPanel from "./WhyPanel.vue";

afterEach(unmountAll);

const T = (zh: string) => ({ zh, en: zh });
const row = (id: string, more: Partial<Row>): Row => ({
  id, sign: "", label: T(id), plain: T(id), note: null, amount: "0.00", shown: "0.00", kind: "self", zero: true,
  bar_from: 0, bar_width: 0, rule: null, formula: null, because: [], inputs: [], items: [], ...more,
});
const explanation: Explanation = {
  rows: [
    row("total", { kind: "total", shown: "1,200.00", zero: false }),
    row("basic.deductible", {
      shown: "300.00", zero: false, formula: T("每次先自付 300.00 元，这次 300.00 元"), rule: T("县医保发〔2025〕31号"),
      because: [T("本年度第 2 次住院：每多住一次，起付线减 100.00 元。")], inputs: [{ name: T("起付线"), value: "300.00" }],
    }),
    row("you-pay", { kind: "due", shown: "300.00", zero: false }),
    row("claim-later", { kind: "claim", shown: "900.00", zero: false }),
    row("pay-now", { kind: "desk", shown: "1,200.00", zero: false }),
  ],
  reasons: [{ title: T("起付线"), detail: T("报销从起付线以上开始"), amount: "240.00" }], rest: { what: T("另：起付线"), amount: "60.00" }, advice: [], sentence: T("这次一共 1,200.00 元。"), at_desk: T("现在在窗口先付 1,200.00 元，其中 900.00 元以后凭票据领回。"),
  refused: [], share_of_total: "75.0%", share_of_covered: "75.0%", defaults: [T("支付金额算到分。")],
  bar: [{ name: T("家庭账户支付"), kind: "account", amount: "900.00", percent: "75.0%", permille: 750 }],
};

it("an opened row shows formula, sentences, rule and what entered", async () => {
  mount(WhyPanel, { explanation, about: "张桂兰" });
  await settle();
  expect(find<HTMLElement>("why-at-desk").textContent).toContain("以后凭票据领回");
  await press(document.body, "ArrowRight");
  expect(find<HTMLElement>("why-formula").textContent).toContain("每次先自付");
  expect(find<HTMLElement>("why-because").textContent).toContain("起付线减");
  expect(find<HTMLElement>("why-rule").textContent).toContain("31");
  expect(find<HTMLElement>("why-inputs").textContent).toContain("300.00");
});

it("what the reasons leave stands below them, so that the sum closes", async () => {
  mount(WhyPanel, { explanation, about: "张桂兰" });
  await settle();
  expect(find<HTMLElement>("why-rest").textContent).toBe("另：起付线60.00");
});

it("the last row is the one that stays in sight, also where something is claimed later", async () => {
  mount(WhyPanel, { explanation, about: "张桂兰" });
  await settle();
  const last = [...document.querySelectorAll(".ladder .last")].map((each) => each.getAttribute("data-test"));
  expect(last).toEqual(["ladder-pay-now"]);
});
