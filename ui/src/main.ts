import { createPinia } from "pinia";
import { createApp } from "vue";
import App from "./App.vue";
import { router } from "./router";
import { i18n, keptLocale, setLocale } from "./shared/i18n";
import { watchComposition } from "./shared/keys/composition";
import { watchKeys } from "./shared/keys/keymap";
import "element-plus/es/components/base/style/css.mjs";
import "./shared/styles/tokens.css";
import "./shared/styles/element.css";
import "./shared/styles/base.css";

watchComposition(window);
watchKeys(window);

await setLocale(keptLocale());
createApp(App).use(createPinia()).use(i18n).use(router).mount("#app");
