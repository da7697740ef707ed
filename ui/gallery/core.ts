/** Answers every command with a fixed sample view, so that a screen can be looked at without a backend. */
import { samples } from "./samples";

export function invoke<T>(command: string, args: Record<string, unknown>): Promise<T> {
  const sample = samples[command];
  if (!sample) return Promise.reject(new Error(`no sample for ${command}`));
  const answer = typeof sample === "function" ? (sample as (args: Record<string, unknown>) => unknown)(args) : sample;
  return answer instanceof Promise ? (answer as Promise<T>) : Promise.resolve(answer as T);
}
