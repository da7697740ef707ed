import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { find, mount, settle, unmountAll } from "@/testing/mount";
import { toasts } from "@/shared/components/toasts";
import PrinterSettings from "./PrinterSettings.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call, hear: () => () => undefined }));

const text = (zh: string) => ({ zh, en: zh });
const setting = {
  document: "receipt", printer: "roll", form: "carbon", copies: 1, right_half_mm: 0, down_half_mm: 0, density: "normal", preprinted: true, gloss: false,
};
const forms = [["roll", "80毫米卷纸"], ["carbon", "三联"]].map(([code, name]) => ({ code, name: text(name ?? "") }));

beforeEach(() => {
  call.mockImplementation((command: string) =>
    Promise.resolve(
      command === "printer_settings"
        ? { printers: [], note: null, rows: [{ name: text("缴费收据"), forms, preprintable: ["carbon"], glossable: true, setting }] }
        : { unprinted: 0, at_printer: null, trouble: null, checked: true, assigned: [] },
    ),
  );
});
afterEach(() => {
  unmountAll();
  toasts.splice(0);
  call.mockReset();
});
const saved = () => call.mock.calls.filter(([name]) => name === "printer_setting_save").map(([, { setting }]) => setting as typeof setting);

async function choose(test: string, value: string) {
  const select = find<HTMLSelectElement>(test);
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  await settle();
}

describe("the settings of printers", () => {
  it("are saved at once, and what was saved is taken back from its message", async () => {
    mount(PrinterSettings, {});
    await settle();
    find<HTMLElement>("setting-copies-more").click();
    await settle();
    expect(saved()).toMatchObject([{ copies: 2 }]);
    toasts[0]?.undo?.();
    await settle();
    expect(saved()[1]).toEqual(setting);
    expect(find<HTMLElement>("setting-copies").textContent).toBe("1");
  });

  it("print no bare entries on paper that has no form on it", async () => {
    mount(PrinterSettings, {});
    await settle();
    await choose("setting-form", "roll");
    expect(saved()).toMatchObject([{ form: "roll", preprinted: false }]);
  });

  it("has offsets, density, pre-printed forms and English behind one button", async () => {
    mount(PrinterSettings, {});
    await settle();
    find<HTMLElement>("setting-fine").click();
    await settle();
    find<HTMLElement>("setting-down_half_mm-less").click();
    await settle();
    expect(find<HTMLElement>("setting-down_half_mm").textContent).toBe("−0.5");
    find<HTMLElement>("setting-density-dark").click();
    await settle();
    find<HTMLElement>("setting-gloss").click();
    await settle();
    find<HTMLElement>("setting-preprinted").click();
    await settle();
    expect(saved().at(-1)).toMatchObject({ down_half_mm: -1, density: "dark", gloss: true, preprinted: false });
  });
});
