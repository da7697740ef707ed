import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { defineComponent, h } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import { mount, settle, unmountAll } from "@/testing/mount";
import { useDesk } from "./desk";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call, hear: () => () => undefined }));

const nothing = { render: () => null };
const router = createRouter({
  history: createMemoryHistory(),
  routes: [
    { path: "/premiums", component: nothing, meta: { season: true } },
    { path: "/inpatient", component: nothing },
  ],
});
let desk: ReturnType<typeof useDesk>;

beforeEach(async () => {
  const operator = { id: "o1", initials: "lm", name: "李敏", roles: ["cashier"] };
  call.mockResolvedValue({ operator: null, current_year: 2026, season_year: 2027, first_start: false });
  await router.push("/premiums");
  mount(defineComponent(() => ((desk = useDesk()), () => h("div"))), {}, [router]);
  desk.frame = { current_year: 2026, season_year: 2027, operator } as never;
  desk.session = { operator } as never;
});
afterEach(unmountAll);

it("a year chosen by hand holds for its kind of screen, until somebody signs out", async () => {
  expect(desk.year).toBe(2027);
  desk.chooseYear(2025);
  expect(desk.year).toBe(2025);
  await router.push("/inpatient");
  await settle();
  expect(desk.year, "visits stay in this year").toBe(2026);
  await router.push("/premiums");
  await settle();
  expect(desk.year).toBe(2025);
  await desk.signOut();
  desk.frame = { current_year: 2026, season_year: 2027 } as never;
  expect(desk.year).toBe(2027);
});

it("a screen asks what the operator may record, also while the desk is locked", async () => {
  expect([desk.allows("collect"), desk.allows("register")]).toEqual([true, false]);
  await desk.lock();
  expect(desk.allows("collect")).toBe(true);
});
