// The real screens over fixed sample views, for looking at them in a browser. Never part of the product.
import { fileURLToPath } from "node:url";
import { mergeConfig } from "vite";
import base from "../vite.config.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default mergeConfig(base, {
  resolve: { alias: { "@tauri-apps/api/core": here("./core.ts"), "@tauri-apps/api/event": here("./event.ts") } },
  build: { outDir: here("../node_modules/.gallery") },
});
