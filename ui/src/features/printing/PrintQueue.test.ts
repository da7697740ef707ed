import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import { ARMED_AFTER_MS } from "@/shared/components/commit";
import PaperPanel from "@/shared/components/PaperPanel.vue";
import { toasts, words } from "@/shared/components/toasts";
import { usePrinting } from "@/shared/stores/printing";
import PrinterDot from "./PrinterDot.vue";
import PrintQueue from "./PrintQueue.vue";

const call = vi.hoisted(() => vi.fn());
const hear = vi.hoisted(() => vi.fn(() => () => undefined));
vi.mock("@/ipc/call", () => ({ call, hear }));

const text = (zh: string) => ({ zh, en: zh });
const row = (number: string, code = "E-3005") => ({
  document: "receipt", subject: `p-${number}`, number, title: text("缴费收据"), name: "王建国", at: "11-22 10:43", reprint: 0, under_way: false, short: text("缺纸"),
  why: { code, what: text("缴费收据没有打出：打印机缺纸。"), money: text("收款已完成。"), todo: text("装纸后按 Enter。"), field: null },
});
let queue: ReturnType<typeof row>[];
let view: Record<string, unknown>;
let printed: unknown;
let printers: Record<string, unknown>[];

beforeEach(() => {
  queue = [row("R0000002"), row("R0000001")];
  view = { unprinted: 2, at_printer: null, trouble: text("缺纸"), checked: true, assigned: ["receipt"] };
  printers = [{ name: "roll", ready: true, words: text("就绪") }, { name: "laser", ready: true, words: text("就绪") }];
  printed = { number: "R0000002", printer: "roll", reprint: 0, trouble: null, document: null };
  call.mockImplementation((command: string) => {
    if (command === "print_queue") return Promise.resolve(queue);
    if (command === "printing_view") return Promise.resolve(view);
    if (command === "paper_leave_aside") return Promise.resolve(queue.slice(1));
    if (command === "paper_want_again") return Promise.resolve(queue);
    if (command === "printer_settings") return Promise.resolve({ printers, note: null, rows: [] });
    return printed instanceof Error ? Promise.reject(printed) : Promise.resolve(printed);
  });
});
afterEach(() => {
  unmountAll();
  toasts.splice(0);
  call.mockReset();
});

const calls = (command: string) => call.mock.calls.filter(([name]) => name === command).map(([, args]) => args as Record<string, unknown>);
const body = () => document.body;

async function open() {
  mount(PrintQueue, {});
  await settle();
}

describe("the list of papers that have not come out", () => {
  it("prints the chosen row by Enter, and by nothing else on the way", async () => {
    await open();
    await press(body(), "ArrowDown");
    expect(calls("document_print")).toEqual([]);
    await press(body(), "Enter");
    expect(calls("document_print")).toEqual([{ kind: "receipt", id: "p-R0000001", lang: "zh", year: null }]);
  });

  it("says why, that the money is safe, what to do, and the code for the telephone", async () => {
    await open();
    const why = find<HTMLElement>("queue-why").textContent;
    for (const words of ["缺纸", "收款已完成", "装纸", "E-3005"]) expect(why).toContain(words);
  });

  it("leaves a paper aside only after a reason was chosen", async () => {
    await open();
    await press(body(), "Delete");
    expect(calls("paper_leave_aside")).toEqual([]);
    await press(body(), "2");
    expect(calls("paper_leave_aside")).toEqual([{ document: "receipt", subject: "p-R0000002", reason: "not_wanted", note: "" }]);
    expect(document.querySelectorAll("[data-test=queue-row]").length).toBe(1);
  });

  it("takes an aside back as long as the message stands", async () => {
    await open();
    await press(body(), "Delete");
    await press(body(), "1");
    toasts[0]?.undo?.();
    await settle();
    expect(calls("paper_want_again")).toEqual([{ document: "receipt", subject: "p-R0000002" }]);
    expect(document.querySelectorAll("[data-test=queue-row]").length).toBe(2);
  });

  it("says the reason in the row in a word, and in Chinese without a gap between sentences", async () => {
    await open();
    expect(find<HTMLElement>("queue-row").textContent).toContain("缺纸");
    expect(find<HTMLElement>("queue-row").textContent).not.toContain("没有打出");
    expect(find<HTMLElement>("queue-why").textContent).not.toMatch(/。 /);
  });

  it("asks for words where the reason is another one", async () => {
    await open();
    await press(body(), "Delete");
    await press(body(), "3");
    expect(calls("paper_leave_aside")).toEqual([]);
    await type(find("aside-note"), "卷纸受潮");
    find<HTMLElement>("aside-save").click();
    await settle();
    expect(calls("paper_leave_aside")[0]).toMatchObject({ reason: "other", note: "卷纸受潮" });
  });

  it("gives the choosing of a reason up by Esc and keeps the paper", async () => {
    await open();
    await press(body(), "Delete");
    await press(body(), "Escape");
    await press(body(), "2");
    expect(calls("paper_leave_aside")).toEqual([]);
    expect(document.querySelectorAll("[data-test=queue-row]").length).toBe(2);
  });

  it("says so when nothing waits", async () => {
    queue = [];
    await open();
    expect(find<HTMLElement>("queue-empty").textContent).toBeTruthy();
    await press(body(), "Enter");
    expect(calls("document_print")).toEqual([]);
  });
});

describe("the printer in the footer", () => {
  it("tells trouble and papers in words, and F11 opens the list", async () => {
    mount(PrinterDot, {});
    await settle();
    const dot = find<HTMLElement>("printer-dot");
    expect(dot.dataset.look).toBe("trouble");
    expect(dot.getAttribute("aria-label")).toContain("缺纸");
    expect(find<HTMLElement>("unprinted").textContent).toContain("2");
    await press(body(), "F11");
    expect(document.querySelector("[data-test=print-queue]")).not.toBeNull();
  });

  it("is green only once the printer was asked", async () => {
    view = { unprinted: 0, at_printer: null, trouble: null, checked: false, assigned: ["receipt"] };
    mount(PrinterDot, {});
    await settle();
    expect(find<HTMLElement>("printer-dot").dataset.look).toBe("unchecked");
    expect(find<HTMLElement>("printer-dot").getAttribute("aria-label")).toContain("未检查");
    usePrinting().view = { ...view, checked: true } as never;
    await settle();
    expect(find<HTMLElement>("printer-dot").dataset.look).toBe("ready");
  });

  it("is quiet while all is well", async () => {
    view = { unprinted: 0, at_printer: null, trouble: null, checked: true, assigned: [] };
    mount(PrinterDot, {});
    await settle();
    expect(find<HTMLElement>("printer-dot").dataset.look).toBe("none");
    expect(document.querySelector("[data-test=unprinted]")).toBeNull();
  });
});

describe("a paper that was ordered", () => {
  async function order(assigned: string[]) {
    const close = vi.fn();
    const host = { components: { PaperPanel }, setup: () => ((usePrinting().view = { ...view, assigned } as never), { close }),
      render: undefined as unknown };
    const { h } = await import("vue");
    host.render = () => h(PaperPanel, { kind: "receipt", id: "p1", number: "R0000002", onClose: close } as never);
    mount(host as never, {});
    await settle();
    return close;
  }
  const shown = () => document.querySelector("[data-test=paper-panel]") !== null;

  it("goes to its printer without a panel, and a toast says so", async () => {
    const close = await order(["receipt"]);
    expect(shown()).toBe(false);
    expect(close).toHaveBeenCalled();
    expect(toasts[0] && words(toasts[0])).toContain("roll");
  });

  it("says so instead of a success when its printer is stopped, and which reprint it is", async () => {
    printed = { number: "R0000002", printer: "roll", reprint: 0, trouble: text("脱机"), document: null };
    await order(["receipt"]);
    expect(toasts[0] && words(toasts[0])).toContain("待打印");
    expect(toasts[0] && words(toasts[0])).toContain("脱机");
    unmountAll();
    toasts.splice(0);
    printed = { number: "R0000002", printer: "roll", reprint: 2, trouble: null, document: null };
    await order(["receipt"]);
    expect(toasts[0] && words(toasts[0])).toMatch(/补打第\s?2\s?次/);
  });

  it("can be handed to a printer from the screen, by Enter and a digit where there are several", async () => {
    printed = { number: "R0000002", printer: null, reprint: 0, trouble: null, document: { path: "/x.pdf", pages: 1, preview: [] } };
    const close = await order([]);
    expect(find<HTMLElement>("paper-path").textContent).not.toContain("/x.pdf");
    // Whoever still has the finger on Enter, from paying, prints nothing.
    await press(body(), "Enter");
    await press(body(), "2");
    expect(calls("document_send")).toEqual([]);
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + ARMED_AFTER_MS);
    await press(body(), "Enter");
    await press(body(), "2");
    vi.restoreAllMocks();
    expect(calls("document_send")).toEqual([{ path: "/x.pdf", printer: "laser" }]);
    expect(close).toHaveBeenCalled();
    expect(calls("document_print").length).toBe(1);
  });

  it("is shown page by page where no printer is assigned", async () => {
    printed = { number: "R0000002", printer: null, reprint: 0, trouble: null, document: { path: "/x.pdf", pages: 1, preview: ["data:image/png;base64,"] } };
    const close = await order([]);
    expect(shown()).toBe(true);
    expect(document.querySelectorAll("[data-test=paper-page]").length).toBe(1);
    expect(close).not.toHaveBeenCalled();
  });

  it("shows a problem even where it would have gone silently", async () => {
    printed = Object.assign(new Error("no"), { code: "E-8001", what: text("没有字体。"), money: text("已保存。"), todo: text("装字体。"), field: null });
    const close = await order(["receipt"]);
    expect(shown()).toBe(true);
    expect(find<HTMLElement>("problem-code").textContent).toBe("E-8001");
    expect(close).not.toHaveBeenCalled();
  });
});
