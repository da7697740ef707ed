/** The test in the settings hears every code while it is on the screen, so that a trial scan opens nothing. */
import { onBeforeUnmount, onMounted } from "vue";
import type { Scan } from "./keys/scanner";

let listening: ((scan: Scan) => void) | undefined;

export const scanTest = {
  take(scan: Scan): boolean {
    listening?.(scan);
    return listening !== undefined;
  },
};

export function useScanTest(heard: (scan: Scan) => void): void {
  onMounted(() => (listening = heard));
  onBeforeUnmount(() => {
    if (listening === heard) listening = undefined;
  });
}
