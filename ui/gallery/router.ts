/** Where the gallery is: on one page, from which the links of a component lead nowhere. */
import { createMemoryHistory, createRouter } from "vue-router";

export const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: "/:anywhere(.*)*", component: { render: () => null } }],
});
