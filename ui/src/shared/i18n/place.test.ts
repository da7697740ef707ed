import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { defineComponent, h } from "vue";
import { setLocale } from ".";
import { mount, settle, unmountAll } from "@/testing/mount";
import { useDesk } from "../stores/desk";
import { usePlace } from "./place";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call, hear: () => () => undefined }));
vi.mock("vue-router", () => ({ useRoute: () => ({ meta: {} }) }));

beforeEach(() => {
  call.mockImplementation((command: string) =>
    Promise.resolve(
      command === "villages_spelled"
        ? [{ name: "槐树", pinyin: "Huaishu" }, { name: "槐树岭村", pinyin: "Huaishuling" }]
        : { current_year: 2026, season_year: null, operator: { roles: [] } },
    ),
  );
});
afterEach(async () => {
  unmountAll();
  await setLocale("zh");
});

it("a place is spelled in English, by the longest village that it begins with", async () => {
  const host = mount(defineComponent(() => {
    const where = usePlace();
    return () => h("p", where("槐树岭村3组12号"));
  }), {});
  await useDesk().start();
  await settle();
  expect(host.textContent).toBe("槐树岭村 3 组 12 号");
  await setLocale("en");
  await settle();
  expect(host.textContent).toBe("槐树岭村 3 组 12 号 Huaishuling");
});
