import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { find, mount, settle, unmountAll } from "@/testing/mount";
import PrinterStep from "./PrinterStep.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call, hear: () => () => undefined }));

const text = (zh: string) => ({ zh, en: zh });
let kept: Record<string, string | null>;
let printers: unknown[];
const setting = (document: string) => ({ document, printer: kept[document] ?? null, form: "roll", copies: 1, right_half_mm: 0, down_half_mm: 0 });

beforeEach(() => {
  kept = { receipt: null, statement: null };
  printers = [{ name: "窗口1", ready: true, words: text("就绪") }];
  call.mockImplementation((command: string, args: { setting: ReturnType<typeof setting> }) => {
    if (command === "printer_setting_save") kept[args.setting.document] = args.setting.printer;
    if (command === "printer_settings") {
      return Promise.resolve({ printers, note: null, rows: Object.keys(kept).map((document) => ({ name: text(document), forms: [], setting: setting(document) })) });
    }
    return Promise.resolve({ step: "reader", printer: "窗口1" });
  });
});
afterEach(() => {
  unmountAll();
  call.mockReset();
});
const there = (name: string) => document.querySelector(`[data-test=${name}]`) !== null;

it("nobody is asked to say that a printer works before one was chosen", async () => {
  mount(PrinterStep, {});
  await settle();
  expect(there("setup-printer-done")).toBe(false);
  expect(find("setup-printer-later").className).toContain("primary");
  find("setup-printer-choose").click();
  await settle();
  expect(kept).toEqual({ receipt: "窗口1", statement: "窗口1" });
  expect(find("setup-printer-done").className).toContain("primary");
  expect(find("setup-printer-later").className).not.toContain("primary");
});

it("a test goes to the printer that was pressed, chosen or not", async () => {
  mount(PrinterStep, {});
  await settle();
  find("setup-printer-test").click();
  await settle();
  expect(call).toHaveBeenCalledWith("printer_test", { setting: { ...setting("receipt"), printer: "窗口1" } });
  expect(there("setup-printer-tested")).toBe(true);
  expect(kept.receipt).toBeNull();
});

it("without a printer it can be looked for again, or left", async () => {
  printers = [];
  const onNext = vi.fn();
  mount(PrinterStep, { onNext });
  await settle();
  expect(there("setup-printers-again")).toBe(true);
  find("setup-printer-later").click();
  await settle();
  expect(call).toHaveBeenLastCalledWith("setup_step", expect.objectContaining({ left: true }));
  expect(onNext).toHaveBeenCalledOnce();
});
