import { afterEach, describe, expect, it } from "vitest";
import { defineComponent, h } from "vue";
import { RouterView, createMemoryHistory, createRouter } from "vue-router";
import { mount, settle, unmountAll } from "@/testing/mount";
import { pageKey, useErrand } from "./errand";
import type { Errand } from "./errand";

let seen: Errand[] = [];
const Page = defineComponent({
  setup() {
    seen.push(useErrand());
    return () => h("p");
  },
});
const Other = defineComponent({ render: () => h("p") });
/** As the frame shows its pages. */
const Frame = defineComponent({
  render: () => h(RouterView, null, { default: ({ Component, route }: { Component: never; route: never }) => h(Component, { key: pageKey(route) }) }),
});

/** The router needs a turn of its own. */
async function navigated(): Promise<void> {
  await new Promise((done) => setTimeout(done));
  await settle();
}

async function opened(path: string) {
  const routes = [{ path: "/settlements/:id", component: Page }, { path: "/:other(.*)*", component: Other }];
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push("/list");
  await router.push(path);
  mount(Frame, {}, [router]);
  await navigated();
  return router;
}
afterEach(() => {
  unmountAll();
  seen = [];
});

describe("an errand of a link", () => {
  it("is done once: coming back to the page asks for nothing again", async () => {
    const router = await opened("/settlements/t1?paper=statement");
    expect(seen).toEqual([{ paper: "statement" }]);
    expect(router.currentRoute.value.fullPath).toBe("/settlements/t1");
    await router.push("/person/9");
    await navigated();
    router.back();
    await navigated();
    expect(router.currentRoute.value.path).toBe("/settlements/t1");
    expect(seen).toEqual([{ paper: "statement" }, {}]);
  });

  it("leaves what else the address says, and does not open the page a second time", async () => {
    const router = await opened("/settlements/t1?draft=7&why=1");
    expect(seen).toEqual([{ why: "1" }]);
    expect(router.currentRoute.value.fullPath).toBe("/settlements/t1?draft=7");
  });
});
