import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

// The oldest web views that a clinic may have: Chromium 109 on Windows 10, WebKit of Safari 15 on Debian.
const target = ["chrome109", "safari15"];

interface Modules {
  getModuleInfo: (id: string) => { isEntry: boolean; importers: readonly string[] } | null;
}

/** Whether the entry imports a module, not first when something is opened. */
function neededAtStart(id: string, modules: Modules): boolean {
  const seen = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const module = modules.getModuleInfo(next);
    if (module?.isEntry) return true;
    seen.add(next);
    waiting.push(...(module?.importers ?? []).filter((importer) => !seen.has(importer)));
  }
  return false;
}

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
    // One sheet, there from the start: a screen that waits for a sheet of its own waits forever where the web view
    // forgets to say that the sheet is loaded, as WebKit does on a busy machine.
    cssCodeSplit: false,
    reportCompressedSize: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What the sign-in screen needs comes in one piece: every file is a question to the program while it starts.
          groups: [{ name: (id, context) => (neededAtStart(id, context) ? "start" : null) }],
        },
      },
    },
  },
  server: { port: 1420, strictPort: true },
});
