import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

// The oldest web views that a clinic may have: Chromium 109 on Windows 10, WebKit of Safari 15 on Debian.
const target = ["chrome109", "safari15"];

export default defineConfig({
  plugins: [vue()],
  // Relative addresses, because the page is served from inside the program and not from a host.
  base: "./",
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    __VUE_I18N_FULL_INSTALL__: "false",
    __VUE_I18N_LEGACY_API__: "false",
    __INTLIFY_PROD_DEVTOOLS__: "false",
  },
  build: {
    target,
    cssTarget: target,
    outDir: "dist",
    emptyOutDir: true,
    // A data: address would need a wider content policy than 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: { port: 1420, strictPort: true },
});
