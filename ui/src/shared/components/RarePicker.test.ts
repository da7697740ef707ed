import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defineComponent, h, ref } from "vue";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import NameField from "./NameField.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));

const radicals = [
  { number: 30, forms: [{ form: "口", strokes: 3 }] },
  { number: 85, forms: [{ form: "水", strokes: 4 }, { form: "氵", strokes: 3 }] },
  { number: 212, forms: [{ form: "龍", strokes: 16 }, { form: "龙", strokes: 5 }] },
];
const groups: Record<number, { strokes: number; characters: string }[]> = {
  30: [{ strokes: 2, characters: "叶号" }, { strokes: 3, characters: "吉𠮷" }],
  212: [{ strokes: 4, characters: "䶮" }],
};

beforeEach(() => {
  call.mockImplementation((command: string, { radical }: { radical: number } = { radical: 0 }) =>
    Promise.resolve(command === "radicals" ? radicals : (groups[radical] ?? [])),
  );
});
afterEach(() => {
  unmountAll();
  call.mockReset();
});

async function field(name = "") {
  const model = ref(name);
  mount(defineComponent(() => () => h(NameField, { modelValue: model.value, "onUpdate:modelValue": (now: string) => (model.value = now), "data-test": "name" })), {});
  find("name").focus();
  find("name").setSelectionRange(name.length, name.length);
  return model;
}

async function open(): Promise<HTMLElement> {
  await press(find("name"), "Z", { ctrlKey: true, shiftKey: true });
  await vi.waitFor(() => find<HTMLElement>("rare-picker"));
  await settle();
  return find<HTMLElement>("rare-picker");
}

describe("a character that no keyboard writes", () => {
  it("is picked by the strokes of its radical and the rest, with the keyboard alone", async () => {
    const name = await field("王");
    const picker = await open();
    await press(picker, "5");
    expect(find<HTMLElement>("rare-龙").classList).toContain("on");
    await press(picker, "Enter");
    await press(picker, "4");
    await press(picker, "Enter");
    expect(name.value).toBe("王䶮");
    expect(document.querySelector('[data-test="rare-picker"]')).toBeNull();
  });

  it("arrows choose among those with the same strokes", async () => {
    const name = await field();
    const picker = await open();
    await press(picker, "3");
    await press(picker, "Enter");
    await press(picker, "3");
    await press(picker, "ArrowRight");
    await press(picker, "Enter");
    expect(name.value).toBe("𠮷");
  });

  it("Esc goes back step by step and leaves the name as it was", async () => {
    const name = await field("王");
    const picker = await open();
    await press(picker, "5");
    await press(picker, "Enter");
    await press(picker, "Escape");
    await press(picker, "Escape");
    expect(document.querySelector('[data-test="rare-picker"]')).toBeNull();
    expect(name.value).toBe("王");
  });

  it("goes where the cursor stands", async () => {
    const name = await field("王明");
    find("name").setSelectionRange(1, 1);
    const picker = await open();
    await press(picker, "5");
    await press(picker, "Enter");
    await press(picker, "Enter");
    expect(name.value).toBe("王䶮明");
  });
});

it("a name has thirty characters as people count them", async () => {
  const name = await field();
  await type(find("name"), "𠮷".repeat(31));
  expect([...name.value]).toHaveLength(30);
});
