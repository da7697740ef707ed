import { afterEach, expect, it, vi } from "vitest";
import { createPinia, setActivePinia } from "pinia";
import { createApp, defineComponent, h, ref } from "vue";
import type { Ref } from "vue";
import type { SessionView, SyncBadge } from "@/ipc/types";
import { settle } from "@/testing/mount";
import { useFresh } from "./fresh";
import { useDesk } from "./stores/desk";

const heard = vi.hoisted(() => ({ badge: (_badge: unknown): void => undefined }));
vi.mock("@/ipc/events", () => ({
  events: {
    badge: (listener: (badge: unknown) => void) => {
      heard.badge = listener;
      return () => (heard.badge = () => undefined);
    },
  },
}));
vi.mock("vue-router", () => ({ useRoute: () => ({ meta: {} }) }));

const badge = (change: Partial<SyncBadge> = {}): SyncBadge =>
  ({ waiting: 3, needs_action: 0, last_ok: null, online: true, running: null, overdue_days: null, long_offline: null, ...change });
const step = { stage: "upload", done: 1, of: 3 };
let close = (): void => undefined;
afterEach(() => close());

function screen(held: Ref<boolean> = ref(false)) {
  const load = vi.fn(() => Promise.resolve());
  const pinia = createPinia();
  setActivePinia(pinia);
  const desk = useDesk();
  const session = { operator: { initials: "LM" } } as unknown as SessionView;
  desk.session = session;
  const app = createApp(defineComponent({ setup: () => (useFresh(load, () => held.value), () => h("div")) }));
  app.use(pinia).mount(document.createElement("div"));
  close = () => app.unmount();
  return { load, desk, session };
}

it("an exchange that ended is read at once", () => {
  const { load } = screen();
  heard.badge(badge());
  expect(load).toHaveBeenCalledOnce();
});

it("of the steps of a running exchange only those that move records are read", () => {
  const { load } = screen();
  heard.badge(badge({ running: step, waiting: 3 }));
  heard.badge(badge({ running: step, waiting: 3 }));
  expect(load).toHaveBeenCalledTimes(1);
  heard.badge(badge({ running: step, waiting: 2 }));
  expect(load).toHaveBeenCalledTimes(2);
});

it("nothing is read behind an open panel, and once after it closes", async () => {
  const held = ref(true);
  const { load } = screen(held);
  heard.badge(badge());
  heard.badge(badge());
  expect(load).not.toHaveBeenCalled();
  held.value = false;
  await settle();
  expect(load).toHaveBeenCalledOnce();
  held.value = true;
  await settle();
  held.value = false;
  await settle();
  expect(load).toHaveBeenCalledOnce();
});

it("a locked desk reads when its operator is back", async () => {
  const { load, desk, session } = screen();
  desk.session = { ...session, operator: null };
  await settle();
  heard.badge(badge());
  expect(load).not.toHaveBeenCalled();
  desk.session = session;
  await settle();
  expect(load).toHaveBeenCalledOnce();
});

it("a screen that is gone hears nothing", () => {
  const { load } = screen();
  close();
  close = () => undefined;
  heard.badge(badge());
  expect(load).not.toHaveBeenCalled();
});
