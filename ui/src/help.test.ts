import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { find, mount, press, settle, unmountAll } from "@/testing/mount";
import { places } from "@/features/frame/places";
import HelpPanel from "@/features/help/HelpPanel.vue";
import { helped, steps } from "@/features/help/steps";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));

beforeEach(() => {
  call.mockImplementation(() => Promise.resolve({ phone: "0374-12393" }));
});
afterEach(() => {
  unmountAll();
  call.mockReset();
});

async function panel(place: string) {
  const onClose = vi.fn();
  mount(HelpPanel, { keys: [{ cap: "F9", label: "收款" }], place, version: "0.1.0", onClose });
  await settle();
  return onClose;
}
const pictures = () => [...document.querySelectorAll('[data-test="help-step"]')];

describe("help", () => {
  it.each(places.map((place) => place.id))("of %s has three pictures with a sentence each", async (place) => {
    await panel(place);
    expect(pictures()).toHaveLength(3);
    for (const picture of pictures()) {
      expect(picture.querySelectorAll("svg path").length).toBeGreaterThan(0);
      expect(picture.textContent?.replace(/\d/g, "").trim().length).toBeGreaterThan(4);
    }
    expect(new Set(pictures().map((picture) => picture.textContent)).size).toBe(3);
  });

  it("shows the keys of the screen that asked and the centre's own number", async () => {
    await panel("premiums");
    expect(document.body.textContent).toContain("收款");
    expect(find<HTMLElement>("help-phone").textContent).toContain("0374-12393");
  });

  it("stands although the number cannot be read", async () => {
    call.mockImplementation(() => Promise.reject(new Error("locked")));
    await panel("desk");
    expect(pictures()).toHaveLength(3);
    expect(find<HTMLElement>("help-phone").textContent).toContain("未登记");
  });

  it("closes with the key that opened it", async () => {
    const closed = await panel("desk");
    await press(document.body, "F1");
    expect(closed).toHaveBeenCalledOnce();
  });

  it("of a place without pictures is that of the desk", () => {
    expect(helped("nowhere")).toBe("desk");
    expect(Object.keys(steps).sort()).toEqual(places.map((place) => place.id).sort());
  });
});
