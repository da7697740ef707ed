// The components come before the styles, as in the program, so that ours have the last word over the library's.
import { createPinia } from "pinia";
import { createApp, nextTick } from "vue";
import GalleryPage from "./GalleryPage.vue";
import PanelFrame from "./PanelFrame.vue";
import { keptLocale, i18n, setLocale } from "../src/shared/i18n";
import { watchComposition } from "../src/shared/keys/composition";
import { watchKeys } from "../src/shared/keys/keymap";
import "element-plus/es/components/base/style/css.mjs";
import "../src/shared/styles/tokens.css";
import "../src/shared/styles/element.css";
import "../src/shared/styles/base.css";
import { router } from "./router";
import { copyRulesOfStates } from "./states";

watchComposition(window);
watchKeys(window);
await setLocale(keptLocale());
// A panel lies over a whole window, so that each is shown in a frame of its own.
const panel = new URLSearchParams(location.search).get("panel");
const app = panel ? createApp(PanelFrame, { panel }) : createApp(GalleryPage);
app.use(createPinia()).use(i18n).use(router).mount("#app");
await nextTick();
copyRulesOfStates(document);
