import { afterEach, describe, expect, it, vi } from "vitest";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import PinyinBox from "./PinyinBox.vue";

afterEach(unmountAll);

function box(search: (query: string) => Promise<string[]>, more: Record<string, unknown> = {}) {
  const chosen = vi.fn();
  const missed = vi.fn();
  mount(PinyinBox, {
    modelValue: "",
    find: search,
    rowKey: (row: string) => row,
    shown: (row: string) => row,
    "data-test": "box",
    onChoose: chosen,
    onMiss: missed,
    ...more,
  });
  return { input: find("box"), chosen, missed };
}
const drugs = () => Promise.resolve(["阿莫西林", "阿莫西林克拉维酸钾"]);

describe("a box that finds by initials", () => {
  it("Enter takes the first row", async () => {
    const { input, chosen } = box(drugs);
    await type(input, "amxl");
    await press(input, "Enter");
    expect(chosen).toHaveBeenCalledWith("阿莫西林");
  });

  it("an Enter faster than the answer waits for it", async () => {
    let answer: (rows: string[]) => void = () => undefined;
    const { input, chosen } = box(() => new Promise((resolve) => (answer = resolve)));
    await type(input, "amxl");
    await press(input, "Enter");
    expect(chosen).not.toHaveBeenCalled();
    answer(["阿莫西林"]);
    await settle();
    expect(chosen).toHaveBeenCalledWith("阿莫西林");
  });

  it("a slow answer to an older text does not replace the newer one", async () => {
    const answers: ((rows: string[]) => void)[] = [];
    const { input, chosen } = box(() => new Promise((resolve) => answers.push(resolve)));
    await type(input, "a");
    await type(input, "am");
    answers[1]?.(["阿莫西林"]);
    await settle();
    answers[0]?.(["阿司匹林"]);
    await settle();
    await press(input, "Enter");
    expect(chosen).toHaveBeenCalledWith("阿莫西林");
  });

  it("an Enter of the input method chooses nothing", async () => {
    const { input, chosen } = box(drugs);
    await type(input, "amxl");
    await press(input, "Enter", { isComposing: true });
    expect(chosen).not.toHaveBeenCalled();
  });

  it("a digit takes its row only where digits are not part of the text", async () => {
    const numbered = box(drugs, { digits: true });
    await type(numbered.input, "amxl");
    await press(numbered.input, "2");
    expect(numbered.chosen).toHaveBeenCalledWith("阿莫西林克拉维酸钾");
    unmountAll();
    const codes = box(drugs);
    await type(codes.input, "J1");
    await press(codes.input, "2");
    expect(codes.chosen).not.toHaveBeenCalled();
  });

  it("Enter without a match says so and keeps the text", async () => {
    const { input, chosen, missed } = box(() => Promise.resolve([]));
    await type(input, "zzz");
    await press(input, "Enter");
    expect(chosen).not.toHaveBeenCalled();
    expect(missed).toHaveBeenCalledWith("zzz");
  });
});
