import { afterEach, expect, it, vi } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import { mount, unmountAll } from "@/testing/mount";
import JournalList from "./JournalList.vue";

afterEach(unmountAll);

it("a row opens the record that it is about, and one about the program opens nothing", async () => {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:all(.*)*", component: { render: () => null } }] });
  await router.push("/transfer");
  const row = (seq: number, target: string | null) =>
    ({ seq, kind: "k", title: { zh: "出院结算", en: "Settlement" }, subject: "王小明", at: "11-29 20:25", state: "needs_action", reason: null, target });
  mount(JournalList, { rows: [row(2, "/settlements/s1"), row(1, null)] }, [router]);
  const links = document.querySelectorAll<HTMLElement>("[data-test=journal-open]");
  expect(links).toHaveLength(1);
  links[0]?.click();
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe("/settlements/s1"));
});
