import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { find, mount, press, settle, unmountAll } from "@/testing/mount";
import DataGrid from "./DataGrid.vue";

const HEIGHT = 320;
beforeEach(() => void vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(HEIGHT));
afterEach(() => {
  unmountAll();
  vi.restoreAllMocks();
});

const columns = [
  { key: "at", head: "时间", width: "80px" },
  { key: "name", head: "姓名", width: "1fr", names: true },
];
const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ id: String(index), name: `第${index}人` }));
async function list(count: number): Promise<HTMLElement> {
  mount(DataGrid, { rows: rows(count), columns, rowKey: (row: { id: string }) => row.id, label: "人员", test: "people" });
  await settle();
  return document.querySelector<HTMLElement>("[role=grid]")!;
}

it("the list that has the focus names the current row, and its place among all", async () => {
  const grid = await list(186);
  grid.focus();
  await press(grid, "ArrowDown");
  await press(grid, "ArrowDown");
  const row = document.getElementById(grid.getAttribute("aria-activedescendant") ?? "");
  expect(row?.getAttribute("aria-rowindex")).toBe("4");
  expect(row?.getAttribute("aria-selected")).toBe("true");
  expect(find<HTMLElement>("grid-position").textContent).toBe("第 3 行，共 186 行");
});

it("the column that says which row it is heads the row; without one the first does", async () => {
  await list(3);
  const cells = [...find<HTMLElement>("people-row").children].map((cell) => cell.getAttribute("role"));
  expect(cells).toEqual(["gridcell", "rowheader"]);
});

it("the head gives way to the scroll bar only where the rows scroll", async () => {
  await list(3);
  expect(document.querySelector(".head")?.classList.contains("scrolls")).toBe(false);
  unmountAll();
  await list(11);
  expect(document.querySelector(".head")?.classList.contains("scrolls")).toBe(true);
});

it("a row is 32 pixels high, so that fourteen stand on the smallest of the usual screens", async () => {
  await list(2);
  expect(find<HTMLElement>("people-row").style.height).toBe("32px");
});

it("in large type on a small screen the roomy columns step back, and come again", async () => {
  const view = (window as unknown as { happyDOM: { setViewport: (size: { width: number }) => void } }).happyDOM;
  const heads = () => [...document.querySelectorAll('[role="columnheader"]')].map((head) => head.textContent);
  mount(DataGrid, { rows: rows(1), columns: [{ ...columns[0], roomy: true }, columns[1]], rowKey: (row: { id: string }) => row.id, label: "人员" });
  view.setViewport({ width: 1024 });
  await settle();
  expect(heads()).toEqual(["时间", "姓名"]);
  view.setViewport({ width: 787 });
  await settle();
  expect(heads()).toEqual(["姓名"]);
  view.setViewport({ width: 1024 });
  await settle();
  expect(heads()).toEqual(["时间", "姓名"]);
});
