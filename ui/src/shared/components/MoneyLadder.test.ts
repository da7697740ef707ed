import { h } from "vue";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Row } from "@/ipc/types";
import { i18n } from "@/shared/i18n";
import { find, mount, settle, unmountAll } from "@/testing/mount";
import MoneyLadder from "./MoneyLadder.vue";

/** Room of the card that holds the ladder. */
let room = 0;
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockImplementation(() => room);
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(function (this: HTMLElement) {
    const high = this.matches(".roomy, .airy") ? 40 : 32;
    const bottom = this.matches("ol") ? this.children.length * high : 0;
    return { top: 0, bottom, left: 0, right: 0, width: 0, height: bottom, x: 0, y: 0, toJSON: () => ({}) };
  });
});
afterEach(() => {
  unmountAll();
  i18n.global.locale.value = "zh";
  vi.restoreAllMocks();
});

const T = (zh: string) => ({ zh, en: zh });
const row = (id: string, kind: Row["kind"], shown: string): Row => ({
  id, sign: "", label: T(id), plain: T(id), note: null, amount: shown, shown, kind, zero: shown === "0.00",
  bar_from: 0, bar_width: 0, rule: null, formula: null, because: [], inputs: [], items: [],
});
const rows = [
  row("total", "total", "580.00"), row("outside", "self", "0.00"), row("covered", "subtotal", "580.00"), row("basic", "basic", "342.00"),
  row("serious", "serious", "0.00"), row("assist", "assistance", "0.00"), row("extra", "assistance", "0.00"), row("due", "due", "238.00"),
];
const shownRows = (): (string | null)[] => [...document.querySelectorAll(".ladder > li")].map((each) => each.getAttribute("data-test"));
async function ladder(pixels: number, more: Record<string, unknown> = {}): Promise<HTMLElement> {
  room = pixels;
  mount({ render: () => h("div", { style: "overflow-y: auto" }, h(MoneyLadder, { rows, ...more })) }, {});
  await settle();
  await settle();
  return find<HTMLElement>("ladder");
}

it("a ladder with room stands at its full height, with every row", async () => {
  expect((await ladder(400)).classList.contains("roomy")).toBe(true);
  expect(shownRows()).toHaveLength(8);
});

it("with less room its rows draw together first", async () => {
  expect((await ladder(260)).classList.contains("dense")).toBe(true);
  expect(shownRows()).toHaveLength(8);
});

it("then the funds at the end that pay nothing become one line, which opens", async () => {
  await ladder(200);
  expect(shownRows()).toEqual(["ladder-total", "ladder-outside", "ladder-covered", "ladder-basic", null, "ladder-due"]);
  expect(find<HTMLElement>("ladder-more").textContent).toBe("其余 3 项");
  find<HTMLElement>("ladder-more").click();
  await settle();
  expect(shownRows()).toHaveLength(8);
});

it("in English, where a note takes a second line, rows that folded get their air back if there is room for it", async () => {
  i18n.global.locale.value = "en";
  expect((await ladder(250)).classList.contains("airy")).toBe(true);
  expect(shownRows()).toHaveLength(6);
  unmountAll();
  expect((await ladder(200)).classList.contains("folded")).toBe(true);
});
