/** A fault of the program itself, heard where nobody else did. Nothing else on the screen may stand for it. */
import { shallowRef } from "vue";
import type { App } from "vue";
import { asProblem } from "@/ipc/problem";
import type { Problem } from "@/ipc/problem";

export const fault = shallowRef<Problem>();

/** The session is over: the sign-in screen says so. */
const NOT_SIGNED_IN = "E-1201";

export function heardFault(raw: unknown): void {
  const problem = asProblem(raw);
  if (problem.code !== NOT_SIGNED_IN) fault.value = problem;
}

export function watchFaults(app: App, window: Window): void {
  app.config.errorHandler = heardFault;
  window.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    heardFault(event.reason);
  });
}
