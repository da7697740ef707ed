// Every own component in its states, on one page. Never part of the product.
import { fileURLToPath } from "node:url";
import { mergeConfig } from "vite";
import base from "../vite.config.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default mergeConfig(base, {
  root: here("."),
  cacheDir: here("../node_modules/.vite-gallery"),
  resolve: { alias: { "@tauri-apps/api/core": here("./core.ts"), "@tauri-apps/api/event": here("./event.ts") } },
  build: { outDir: here("../node_modules/.gallery") },
  // Beside `make ui`, which has the port of the program's own dev server.
  server: { port: 1422, fs: { allow: [here("..")] } },
});
