import { afterEach, expect, it, vi } from "vitest";
import { find, mount, settle, unmountAll } from "@/testing/mount";
import ProblemNote from "./ProblemNote.vue";

afterEach(() => {
  unmountAll();
  vi.restoreAllMocks();
});

const T = (zh: string) => ({ zh, en: zh });
const problem = { code: "E-3005", what: T("缺纸。"), money: T("收款已完成。"), todo: T("装纸后按 F11。"), field: null };
const say = (text: { zh: string }) => text.zh;

it("Chinese sentences follow each other without a gap, the code stands small behind them", async () => {
  mount(ProblemNote, { problem, say });
  await settle();
  expect(find<HTMLElement>("problem").textContent).toContain("缺纸。收款已完成。装纸后按 F11。");
  expect(find<HTMLElement>("problem-code").textContent).toBe("E-3005");
  expect(document.querySelector("[data-test=problem-again]")).toBeNull();
});

it("in the place of a screen it can be tried again, and copied with its code", async () => {
  const again = vi.fn();
  const writeText = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  mount(ProblemNote, { problem, say, again });
  await settle();
  find<HTMLElement>("problem-again").click();
  expect(again).toHaveBeenCalledOnce();
  find<HTMLElement>("problem-copy").click();
  await settle();
  expect(writeText.mock.calls[0]?.[0]).toContain("E-3005 缺纸。");
});
