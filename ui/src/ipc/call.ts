/** The only file that knows the shell. Everything else calls the typed commands beside it. */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

export function call<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
  return invoke<T>(command, args);
}

/** Hears an event of the backend until the returned function is called. */
export function hear<T>(event: string, heard: (payload: T) => void): () => void {
  const stop = listen<T>(event, ({ payload }) => heard(payload));
  return () => void stop.then((off) => off());
}
