import { afterEach, describe, expect, it, vi } from "vitest";
import { h } from "vue";
import { liveKeys } from "@/shared/keys/keymap";
import { usePrinting } from "@/shared/stores/printing";
import { find, mount, press, settle, unmountAll } from "@/testing/mount";
import PrintMenu from "./PrintMenu.vue";

vi.mock("@/ipc/call", () => ({ call: vi.fn(() => Promise.resolve()), hear: () => () => undefined }));
afterEach(unmountAll);

async function menu(unprinted = 0) {
  const chosen: string[] = [];
  const entries = [["收据", 1], ["家庭医保卡", 2], ["作废换号", 4]].map(([label, digit]) => ({ label, digit, run: () => chosen.push(String(label)) }));
  let printing: ReturnType<typeof usePrinting> | undefined;
  mount({ setup() {
    printing = usePrinting();
    printing.view = { unprinted, at_printer: null, trouble: null, checked: true, assigned: [] };
    return () => h(PrintMenu as never, { entries, onClose: () => chosen.push("close") });
  } }, {});
  await settle();
  return { chosen, printing: printing as ReturnType<typeof usePrinting> };
}

describe("F11 where there is more than one paper", () => {
  it("prints the first by Enter, each by its digit, and closes before it does", async () => {
    const { chosen } = await menu();
    await press(document.body, "Enter");
    await press(document.body, "4");
    await press(document.body, "3");
    expect(chosen).toEqual(["close", "收据", "close", "作废换号"]);
  });

  it("names the papers that wait first, and Enter opens their list", async () => {
    const { chosen, printing } = await menu(2);
    expect(document.querySelector("[data-test^=print-]:is(button)")?.getAttribute("data-test")).toBe("print-9");
    expect(find<HTMLElement>("print-9").textContent).toContain("2");
    expect(liveKeys.value.find((key) => key.cap === "Enter")?.label).toBe("未打印的单据");
    await press(document.body, "Enter");
    expect(printing.listed).toBe(true);
    expect(chosen).toEqual(["close"]);
  });
});
