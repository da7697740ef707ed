import { createPinia } from "pinia";
import { createApp, nextTick } from "vue";
import App from "./App.vue";
import { whenSignedOut } from "./ipc/call";
import { session } from "./ipc/clinic";
import { router } from "./router";
import { watchFaults } from "./shared/fault";
import { i18n, keptLocale, setLocale } from "./shared/i18n";
import { applyPrefs } from "./shared/prefs";
import { watchComposition } from "./shared/keys/composition";
import { watchKeys } from "./shared/keys/keymap";
import { watchCutText } from "./shared/cutText";
import { useDesk } from "./shared/stores/desk";
import "element-plus/es/components/base/style/css.mjs";
import "./shared/styles/tokens.css";
import "./shared/styles/element.css";
import "./shared/styles/base.css";
import "./shared/styles/reflow.css";

document.documentElement.dataset.system = navigator.userAgent.includes("Windows") ? "windows" : "linux";
watchComposition(window);
applyPrefs();
watchKeys(window);
watchCutText(document);

// The first screen is fetched once the sign-in can be used.
let usable = (): void => undefined;
const atRest = new Promise<void>((resolve) => (usable = resolve));
router.beforeEach(() => atRest);

const app = createApp(App).use(createPinia()).use(i18n).use(router);
watchFaults(app, window);
const desk = useDesk();
whenSignedOut(desk.sessionLost);
// The backend answers while the words are still being fetched.
const opening = desk.start();
await setLocale(keptLocale());
app.mount("#app");
desk.listen();

await opening;
await nextTick();
// The second frame begins when the first has been drawn: somebody sees the screen and can type. What was left for
// later comes now, and what stands behind the sign-in screen.
requestAnimationFrame(() =>
  requestAnimationFrame(() => {
    void session.shown();
    usable();
    void import("./SignedIn.vue");
  }),
);
