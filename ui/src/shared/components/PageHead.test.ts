import { createMemoryHistory, createRouter } from "vue-router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { find, mount, settle, unmountAll } from "@/testing/mount";
import { useLoad } from "../load";
import PageHead from "./PageHead.vue";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  unmountAll();
  vi.useRealTimers();
});

const Empty = { render: () => null };
async function head(props: Record<string, unknown>): Promise<HTMLElement> {
  const routes = [{ path: "/inpatient/:id", component: Empty, meta: { place: "inpatient" } }, { path: "/:rest(.*)*", component: Empty }];
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push("/inpatient/s1");
  const host = mount(PageHead, props, [router]);
  await settle();
  return host;
}

it("the place in the path leads back there", async () => {
  await head({ crumb: "住院 / 费用", title: "王德厚" });
  expect(find<HTMLElement>("crumb").getAttribute("href")).toBe("/inpatient");
  expect(find<HTMLElement>("crumb").title).toContain("Esc");
});

it("what the title says is not said twice", async () => {
  const host = await head({ crumb: "缴费 / 收据本", title: "收据本" });
  expect(host.textContent?.match(/收据本/g)).toHaveLength(1);
});

it("a screen that is read for longer than 150 ms shows a line under the title", async () => {
  const host = await head({ title: "王德厚" });
  let answer = (): void => undefined;
  const { load } = useLoad(() => new Promise<void>((done) => (answer = done)));
  const done = load();
  await settle();
  vi.advanceTimersByTime(140);
  await settle();
  expect(host.querySelector(".load")).toBeNull();
  vi.advanceTimersByTime(20);
  await settle();
  expect(host.querySelector(".load")).not.toBeNull();
  answer();
  await done;
  await settle();
  expect(host.querySelector(".load")).toBeNull();
});
