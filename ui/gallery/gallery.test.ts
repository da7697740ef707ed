/** Nothing of our own is missing from the gallery, and what it shows can be mounted. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { mount, settle, unmountAll } from "@/testing/mount";
import Buttons from "./Buttons.vue";
import Fields from "./Fields.vue";
import Lists from "./Lists.vue";
import Notes from "./Notes.vue";
import PanelFrame from "./PanelFrame.vue";
import { PANELS } from "./panels";
import { router } from "./router";

vi.mock("@tauri-apps/api/core", () => import("./core"));
vi.mock("@tauri-apps/api/event", () => import("./event"));

const own = Object.keys(import.meta.glob("../src/shared/components/*.vue")).map((path) => path.replace(/^.*\/|\.vue$/g, ""));
/** Panels of a subject may be shown too; they need not. */
const features = Object.keys(import.meta.glob("../src/features/*/*.vue")).map((path) => path.replace(/^.*\/|\.vue$/g, ""));
const CARDS = { Buttons, Fields, Lists, Notes };
/** What a field must be shown in: each of them is on some screen. */
const FIELD_STATES: Record<string, string[]> = {
  TextInput: ["rest", "filled", "focus", "warning", "error", "disabled"],
  FieldRow: ["rest", "focus", "warning", "error", "readonly"],
  IdField: ["empty", "filled", "focus", "error"],
  NameField: ["empty", "filled", "focus", "warning", "error"],
  PhoneField: ["empty", "filled", "focus", "error"],
  MonthCalendar: ["chosen"],
  ValidityChip: ["rest"],
  DateField: ["empty", "filled", "focus"],
  MoneyField: ["empty", "filled", "focus", "error"],
  PinyinBox: ["empty", "filled", "focus", "error"],
  VillageField: ["empty", "filled", "error"],
  KeyButton: ["rest", "hover", "focus", "disabled"],
  DataGrid: ["chosen", "focus", "empty"],
};

afterEach(unmountAll);

function shown(): Map<string, Set<string>> {
  const states = new Map<string, Set<string>>();
  for (const card of Object.values(CARDS)) {
    for (const figure of mount(card, {}, [router]).querySelectorAll<HTMLElement>("figure[data-component]")) {
      const { component = "", shown: state = "" } = figure.dataset;
      expect(figure.querySelector(".stage")?.childNodes.length, `${component} ${state} is empty`).toBeGreaterThan(0);
      states.set(component, (states.get(component) ?? new Set()).add(state));
    }
  }
  return states;
}

it("every own component is in the gallery", () => {
  const all = [...shown().keys(), ...Object.values(PANELS).map((panel) => panel.name)];
  expect(own.length).toBeGreaterThan(20);
  expect(own.filter((name) => !all.includes(name)), "add them to ui/gallery").toEqual([]);
  expect(all.filter((name) => ![...own, ...features].includes(name)), "no such component").toEqual([]);
});

it("each of them is shown in the states that it has", () => {
  const states = shown();
  for (const [name, wanted] of Object.entries(FIELD_STATES)) {
    expect(wanted.filter((state) => !states.get(name)?.has(state)), name).toEqual([]);
  }
});

describe("every panel opens in a frame", () => {
  it.each(Object.keys(PANELS))("%s", async (panel) => {
    mount(PanelFrame, { panel }, [router]);
    await settle();
    expect(document.querySelector("[role=dialog]")?.textContent?.trim()).toBeTruthy();
  });
});
