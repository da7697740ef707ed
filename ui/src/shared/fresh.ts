/**
 * Reads a screen again when an exchange has moved records on, so that a state sign never stays behind the county.
 *
 * Invariant: nothing changes under a clerk's hands. While the screen is held (a panel is open, something is being
 * typed, the desk is locked) the read waits, and it is made up for as soon as the screen is free.
 */
import { computed, onBeforeUnmount, ref, watch } from "vue";
import { events } from "@/ipc/events";
import { useDesk } from "./stores/desk";

const asked = ref(0);
/** Something outside the screen changed what the screen shows, as a name put right by a card. */
export const askToReread = (): void => void (asked.value += 1);
export const onReread = (run: () => void): void => void watch(asked, run);

export function useFresh(load: () => Promise<void>, held: () => boolean = () => false): void {
  const desk = useDesk();
  const waits = computed(() => desk.operator === undefined || held());
  let missed = false;
  let waiting: number | undefined;

  const stop = events.badge((badge) => {
    // A running exchange tells its badge at every step; only those that move records are worth a read.
    const moved = !badge.running || badge.waiting !== waiting;
    waiting = badge.waiting;
    if (!moved) return;
    if (waits.value) missed = true;
    else void load();
  });
  onReread(() => {
    if (waits.value) missed = true;
    else void load();
  });
  watch(waits, (now) => {
    if (now || !missed) return;
    missed = false;
    void load();
  });
  onBeforeUnmount(stop);
}
