import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ref } from "vue";
import { i18n, setLocale } from "../i18n";
import { find, mount, settle, unmountAll } from "@/testing/mount";
import ToastHost from "./ToastHost.vue";
import { tell, tellProblem, toasts, undoLatest } from "./toasts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
  toasts.splice(0);
  unmountAll();
});
const said = () => [...document.querySelectorAll("[data-test=toast]")].map((toast) => toast.querySelector("span")?.textContent);

it("a new undo takes the place of the old one, so that Ctrl+Z means what can be read", () => {
  const undone: string[] = [];
  tell("更正：王小明", () => undone.push("王小明"));
  tell("迁出：李秀兰", () => undone.push("李秀兰"));
  expect(toasts).toHaveLength(1);
  undoLatest();
  undoLatest();
  expect(undone).toEqual(["李秀兰"]);
});

it("success goes after three seconds, an undo after eight, a problem when it is closed", async () => {
  mount(ToastHost, {});
  tell("已保存");
  vi.advanceTimersByTime(3000);
  expect(toasts).toHaveLength(0);
  tell("已丢弃", () => undefined);
  vi.advanceTimersByTime(7999);
  expect(toasts).toHaveLength(1);
  vi.advanceTimersByTime(1);
  tellProblem("没有撤销");
  vi.advanceTimersByTime(600_000);
  await settle();
  expect(find<HTMLElement>("toast").dataset.kind).toBe("problem");
  expect(find<HTMLElement>("toast").getAttribute("role")).toBe("alert");
  find("toast-close").click();
  await settle();
  expect(said()).toEqual([]);
});

it("what was just said is never what makes room", () => {
  tellProblem("没有撤销");
  tell("更正：王小明", () => undefined);
  tell("已收款，找零6.00");
  expect(toasts.map(({ said: words }) => words)).toContain("已收款，找零6.00");
});

it("what stands follows the language of the screen", async () => {
  mount(ToastHost, {});
  const name = ref("R0000001");
  tell(() => i18n.global.t("keys.undo") + name.value);
  await settle();
  expect(said()).toEqual(["撤销R0000001"]);
  await setLocale("en");
  await settle();
  expect(said()).toEqual(["UndoR0000001"]);
  await setLocale("zh");
});

it("a way back is not pushed out by what is told after it", () => {
  tell("更正", () => undefined);
  for (const text of ["一", "二", "三"]) tell(text);
  expect(toasts.map((toast) => toast.said)).toEqual(["更正", "三"]);
});
