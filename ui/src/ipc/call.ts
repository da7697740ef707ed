/** The only file that knows the shell. Everything else calls the typed commands beside it. */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

/** The backend's word for "nobody is signed in, or the desk is locked". */
const NOT_SIGNED_IN = "E-1201";
let signedOut: () => void = () => undefined;

/** Called when the backend refuses because the session is over, wherever that shows first. */
export function whenSignedOut(heard: () => void): void {
  signedOut = heard;
}

export async function call<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (raw) {
    if (typeof raw === "object" && raw !== null && "code" in raw && raw.code === NOT_SIGNED_IN) signedOut();
    throw raw;
  }
}

/** Hears an event of the backend until the returned function is called. */
export function hear<T>(event: string, heard: (payload: T) => void): () => void {
  const stop = listen<T>(event, ({ payload }) => heard(payload));
  return () => void stop.then((off) => off());
}

/**
 * How large everything is drawn. The web view does it, so that the width that a layout has to fit into shrinks with it
 * and small-window rules apply; a browser, which has no such command, is asked by style.
 */
export async function setZoom(factor: number): Promise<void> {
  try {
    await invoke("plugin:webview|set_webview_zoom", { value: factor });
  } catch {
    document.documentElement.style.setProperty("zoom", factor === 1 ? null : String(factor));
  }
}
