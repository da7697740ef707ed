import { createApp } from "vue";
import { afterEach, expect, it, vi } from "vitest";
import { find, mount, settle, unmountAll } from "@/testing/mount";
import { fault, watchFaults } from "../fault";
import FaultHost from "./FaultHost.vue";

afterEach(() => {
  unmountAll();
  fault.value = undefined;
  vi.restoreAllMocks();
});

function rejection(reason: unknown): Event {
  return Object.assign(new Event("unhandledrejection", { cancelable: true }), { reason });
}

it("a fault that nobody heard is told, and going on puts the cursor back", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  watchFaults(createApp({}), window);
  mount(FaultHost, {});
  const field = document.createElement("input");
  document.body.append(field);
  field.focus();
  window.dispatchEvent(rejection(new TypeError("x is undefined")));
  await settle();
  expect(find<HTMLElement>("problem-code").textContent).toBe("E-9001");
  const button = find<HTMLElement>("fault-go-on");
  expect(document.activeElement).toBe(button);
  button.click();
  await settle();
  expect(document.querySelector("[data-test=fault]")).toBeNull();
  expect(document.activeElement).toBe(field);
});

it("the end of a session is no fault: the sign-in screen tells it", async () => {
  watchFaults(createApp({}), window);
  mount(FaultHost, {});
  window.dispatchEvent(rejection({ code: "E-1201", what: {}, todo: {} }));
  await settle();
  expect(document.querySelector("[data-test=fault]")).toBeNull();
});
