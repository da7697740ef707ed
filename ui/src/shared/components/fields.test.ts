import { afterEach, describe, expect, it } from "vitest";
import { defineComponent, h, ref } from "vue";
import type { Component } from "vue";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import { isPhone } from "../text/phone";
import DateField from "./DateField.vue";
import IdField from "./IdField.vue";
import PhoneField from "./PhoneField.vue";
import TextInput from "./TextInput.vue";

afterEach(unmountAll);

function field(component: Component, value: string, props: Record<string, unknown> = {}) {
  const model = ref(value);
  mount(defineComponent(() => () => h(component, { modelValue: model.value, "onUpdate:modelValue": (now: string) => (model.value = now), "data-test": "field", ...props })), {});
  find("field").focus();
  return model;
}
const leave = async () => {
  find("field").focus();
  find("field").blur();
  await settle();
};
const there = (name: string) => document.querySelector(`[data-test="${name}"]`) !== null;

/** What an input method does: text while it composes, then its end, then the text once more. */
async function compose(text: string): Promise<void> {
  const input = find("field");
  const before = input.value;
  input.dispatchEvent(new CompositionEvent("compositionstart"));
  input.value = before + text;
  input.dispatchEvent(Object.defineProperty(new CompositionEvent("compositionend"), "data", { value: text }));
  await settle();
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await settle();
}

describe("a field for digits", () => {
  it("throws away what an input method composed, says so, and keeps what stood there", async () => {
    const model = field(TextInput, "1700", { latin: true });
    await compose("好");
    expect(model.value).toBe("1700");
    expect(find("field").value).toBe("1700");
    expect(document.body.textContent).toContain("此处请输入数字");
    await type(find("field"), "17001");
    expect(document.body.textContent).not.toContain("此处请输入数字");
  });

  it("takes digits and an x though an input method passed them on", async () => {
    const model = field(TextInput, "41102319620315302", { latin: true });
    await compose("ｘ");
    expect(model.value).toBe("41102319620315302x");
  });

  it("makes full-width digits half-width as they are typed", async () => {
    const model = field(TextInput, "", { latin: true });
    await type(find("field"), "１３９１２３４５６７８");
    expect(model.value).toBe("13912345678");
    expect(find("field").value).toBe("13912345678");
  });

  it("a field for words is left alone", async () => {
    const model = field(TextInput, "");
    await type(find("field"), "ＡＢ好");
    expect(model.value).toBe("ＡＢ好");
  });
});

it("an identity number is grouped on the screen and plain in the model", async () => {
  const model = field(IdField, "");
  await type(find("field"), "４１１０２３-19620315 302ｘ");
  expect(model.value).toBe("41102319620315302X");
  expect(find("field").value).toBe("411023 19620315 302X");
});

it("a digit put right in the middle of a number leaves the cursor there", async () => {
  const model = field(IdField, "110105196804120012");
  await settle();
  const input = find("field");
  input.focus();
  input.value = "1101015 19680412 0012";
  input.setSelectionRange(5, 5);
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await settle();
  expect(model.value).toBe("110101519680412001");
  expect([input.value, input.selectionStart]).toEqual(["110101 51968041 2001", 5]);
});

it("what searches hears of a text only when the input method has done with it", async () => {
  const heard: string[] = [];
  mount(TextInput, { modelValue: "", "data-test": "field", onSettled: (text: string) => heard.push(text) });
  const input = find("field");
  input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
  input.value = "huai";
  input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
  await settle();
  expect(heard).toEqual([]);
  input.value = "槐";
  input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "槐" }));
  await settle();
  expect(heard).toEqual(["槐"]);
});

describe("a date", () => {
  const date = (value = "", kind = "other") => field(DateField, value, { today: "2026-11-22", kind });

  it.each([
    ["20261103", "2026-11-03"],
    ["1103", "2026-11-03"],
    [".", "2026-11-22"],
    ["。", "2026-11-22"],
    ["-1", "2026-11-21"],
  ])("%s is taken when the field is left", async (typed, iso) => {
    const model = date();
    await type(find("field"), typed);
    await leave();
    expect(model.value).toBe(iso);
    expect(there("date-fault")).toBe(false);
  });

  it("that does not exist is said under the field, and what was typed stays", async () => {
    const model = date("", "birth");
    await type(find("field"), "20230230");
    await press(find("field"), "Enter");
    expect(find<HTMLElement>("date-fault").textContent).toBe("没有 2 月 30 日");
    expect(model.value).toBe("");
    expect(find("field").value).toBe("20230230");
  });

  it("moves by a day with the arrows", async () => {
    const model = date("2026-11-30");
    await press(find("field"), "ArrowUp");
    expect(model.value).toBe("2026-12-01");
    await press(find("field"), "ArrowDown");
    await press(find("field"), "ArrowDown");
    expect(model.value).toBe("2026-11-29");
  });

  it("is chosen in the month by Alt and the arrow, with the keyboard alone", async () => {
    const model = date("2026-11-22");
    await press(find("field"), "ArrowDown", { altKey: true });
    expect(there("calendar")).toBe(true);
    await press(find("field"), "ArrowDown");
    await press(find("field"), "ArrowLeft");
    await press(find("field"), "PageDown");
    expect(model.value).toBe("2026-11-22");
    await press(find("field"), "Enter");
    expect(model.value).toBe("2026-12-28");
    expect(there("calendar")).toBe(false);
  });

  it("stays as it was when the month is closed with Esc", async () => {
    const model = date("2026-11-22");
    await press(find("field"), "ArrowDown", { altKey: true });
    await press(find("field"), "ArrowRight");
    await press(find("field"), "Escape");
    expect(model.value).toBe("2026-11-22");
    expect(there("calendar")).toBe(false);
  });
});

describe("a telephone number", () => {
  it.each(["", "13912345678", "139 1234 5678", "１３９-1234-5678", "19912345678"])("%s is one", (text) => expect(isPhone(text)).toBe(true));
  it.each(["12912345678", "1391234567", "139123456789", "2391234567x", "5550120"])("%s is none", (text) => expect(isPhone(text)).toBe(false));

  it("is made plain, or found wrong, when the field is left and not before", async () => {
    const model = field(PhoneField, "");
    await type(find("field"), "129 1234 5678");
    expect(there("phone-fault")).toBe(false);
    await leave();
    expect(there("phone-fault")).toBe(true);
    await type(find("field"), "139 1234 5678");
    expect(there("phone-fault")).toBe(false);
    await leave();
    expect(model.value).toBe("13912345678");
  });
});
