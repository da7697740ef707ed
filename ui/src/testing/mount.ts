/** Mounts one component with the product's own plugins, for tests of behaviour at the keyboard. */
import { createPinia } from "pinia";
import { createApp, h, nextTick } from "vue";
import type { Component, Plugin } from "vue";
import zh from "@/locales/zh";
import { i18n } from "@/shared/i18n";
import { dispatchKey } from "@/shared/keys/keymap";

const open: (() => void)[] = [];

export function mount(component: Component, props: Record<string, unknown>, more: Plugin[] = []): HTMLElement {
  i18n.global.setLocaleMessage("zh", zh);
  const layers = document.createElement("div");
  layers.id = "layers";
  const host = document.createElement("div");
  document.body.append(host, layers);
  const app = createApp({ render: () => h(component, props) });
  for (const plugin of more) app.use(plugin);
  app.use(createPinia()).use(i18n).mount(host);
  window.addEventListener("keydown", dispatchKey);
  open.push(() => {
    app.unmount();
    window.removeEventListener("keydown", dispatchKey);
    document.body.replaceChildren();
  });
  return host;
}

export const unmountAll = (): void => open.splice(0).forEach((close) => close());

export function find<E extends HTMLElement = HTMLInputElement>(test: string): E {
  const found = document.querySelector<E>(`[data-test="${test}"]`);
  if (!found) throw new Error(`no ${test} on the screen`);
  return found;
}

/** Lets promises and renders settle. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    await Promise.resolve();
    await nextTick();
  }
}

/** Two frames later, when what was mounted has been drawn. */
export const drawn = (): Promise<void> =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));

export async function press(target: HTMLElement, key: string, init: KeyboardEventInit = {}): Promise<void> {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }));
  await settle();
}

export async function type(target: HTMLInputElement, text: string): Promise<void> {
  target.value = text;
  target.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await settle();
}
