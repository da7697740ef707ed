import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import type { DeviceStates } from "@/ipc/types";
import { find, mount, settle, unmountAll } from "@/testing/mount";
import DeviceDots from "./DeviceDots.vue";

const call = vi.hoisted(() => vi.fn());
const hear = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call, hear }));

let tell: (states: DeviceStates) => void;
let answer: (states: DeviceStates) => void;
beforeEach(() => {
  hear.mockImplementation((_event: string, heard: typeof tell) => {
    tell = heard;
    return () => undefined;
  });
  call.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  const nothing = { render: () => null };
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:all(.*)*", component: nothing }] });
  mount(DeviceDots, {}, [router]);
});
afterEach(unmountAll);

it("a device that is not set up has no dot", async () => {
  answer({ reader: "off", scanner: "absent" });
  await settle();
  expect(document.querySelector("[data-test=dot-reader]")).toBeNull();
  expect(find<HTMLElement>("dot-scanner").getAttribute("aria-label")).toBe("扫码枪：没有连上");
});

it("a device that is unplugged shows it at once, and an older answer does not bring it back", async () => {
  tell({ reader: "absent", scanner: "off" });
  answer({ reader: "present", scanner: "off" });
  await settle();
  expect(find<HTMLElement>("dot-reader").dataset.state).toBe("absent");
});
