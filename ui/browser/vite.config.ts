// The interface in an ordinary browser, with the real backend behind it: `make ui` starts the bridge and names it here.
import { fileURLToPath } from "node:url";
import { mergeConfig } from "vite";
import base from "../vite.config.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const [target, token] = (process.env.NONGHE_BRIDGE ?? "").split(" ");
if (!target || !token) throw new Error("NONGHE_BRIDGE does not name the bridge: start this with `make ui`");
// The browser knows neither the bridge nor its token. The bridge itself refuses pages of other sites.
const bridge = { target, headers: { authorization: `Bearer ${token}` } };

export default mergeConfig(base, {
  // The gallery may run beside it, with a cache of its own.
  cacheDir: here("../node_modules/.vite-browser"),
  resolve: { alias: { "@tauri-apps/api/core": here("./core.ts"), "@tauri-apps/api/event": here("./event.ts") } },
  server: { host: "localhost", proxy: { "/ipc": bridge, "/events": bridge } },
});
