/**
 * Locks the desk after five minutes without a hand on keyboard or mouse, a card on the reader or a code from the gun.
 * Nothing typed is lost by it.
 */
import { onBeforeUnmount, onMounted } from "vue";
import { deviceEvents } from "@/ipc/devices";

const IDLE_MS = 5 * 60 * 1000;

export function useIdleLock(lock: () => void): void {
  let timer = 0;
  const awake = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(lock, IDLE_MS);
  };
  const signs = ["keydown", "pointerdown", "pointermove", "wheel"] as const;
  const stops: (() => void)[] = [];
  onMounted(() => {
    awake();
    for (const sign of signs) window.addEventListener(sign, awake, { passive: true, capture: true });
    stops.push(deviceEvents.code(awake), deviceEvents.person(awake));
  });
  onBeforeUnmount(() => {
    window.clearTimeout(timer);
    for (const sign of signs) window.removeEventListener(sign, awake, { capture: true });
    for (const stop of stops) stop();
  });
}
