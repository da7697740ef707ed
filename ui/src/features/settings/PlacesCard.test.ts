import { afterEach, expect, it } from "vitest";
import { h } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import { find, mount, unmountAll } from "@/testing/mount";
import PlacesCard from "./PlacesCard.vue";

afterEach(unmountAll);

function card(paths: string[]): void {
  const page = { render: () => h("div") };
  const routes = [...paths, "/:any(.*)*"].map((path) => ({ path, component: page }));
  mount(PlacesCard, {}, [createRouter({ history: createMemoryHistory(), routes })]);
}

it("settings with a page of their own are linked, and only as far as there is one", () => {
  card(["/settings/printers"]);
  expect(find<HTMLAnchorElement>("settings-printers").getAttribute("href")).toBe("/settings/printers");
  expect(document.querySelector('[data-test="settings-device"]')).toBeNull();
});

it("without any the card is not there", () => {
  card([]);
  expect(document.querySelector('[data-test="settings-places"]')).toBeNull();
});
