/** Who is at the desk, which year is shown, and what the frame says. Everything of substance lives in the backend. */
import { computed, ref } from "vue";
import { defineStore } from "pinia";
import { useRoute } from "vue-router";
import { desk as deskCommands, household as households, session as sessionCommands } from "@/ipc/clinic";
import { events } from "@/ipc/events";
import { training as trainingCommands } from "@/ipc/setup";
import { asProblem } from "@/ipc/problem";
import { mayDo } from "../roles";
import type { Action } from "../roles";
import type { FrameView, OperatorView, SessionView, UiError, VillageSpelled } from "@/ipc/types";

const DONE_SHOWN_MS = 5000;
/** The backend's word for a computer without data. */
const NO_DATA = "E-6011";

export const useDesk = defineStore("desk", () => {
  const session = ref<SessionView>();
  const frame = ref<FrameView>();
  /** How the villages are read, for the English words. */
  const villages = ref<VillageSpelled[]>([]);
  /** Whether the day's takings are hidden from the other side of the window, as long as somebody is signed in. */
  const takingsCovered = ref(false);
  /** What was chosen by hand holds for its kind of screen, until somebody signs out: premiums, or everything else. */
  const chosen = ref<{ season?: number; visit?: number }>({});
  const justDone = ref(false);
  /** Why the data are not open, as long as they are not. */
  const closed = ref<UiError>();
  const version = ref("");
  /** The operator whose half-filled screen waits behind the lock. */
  const lockedBy = ref<OperatorView>();

  /** The guide stands before everything else until the computer is set up. */
  const settingUp = computed(() => closed.value?.code === NO_DATA || session.value?.first_start === true);
  const operator = computed(() => session.value?.operator ?? undefined);
  const route = useRoute();

  /** In the season the premium screens begin with the year that is collected; all others with the current one. */
  const year = computed(() => {
    const current = frame.value?.current_year ?? new Date().getFullYear();
    return route.meta.season ? (chosen.value.season ?? frame.value?.season_year ?? current) : (chosen.value.visit ?? current);
  });
  const past = computed(() => frame.value !== undefined && year.value < frame.value.current_year);
  /** Collection proper: who still pays late does so after the season. */
  const inSeason = computed(() => frame.value?.season_year === year.value && !frame.value.season_late);

  function chooseYear(year: number): void {
    chosen.value = { ...chosen.value, [route.meta.season ? "season" : "visit"]: year };
  }
  /** What the operator's roles let them record. The backend decides; a screen offers nothing that it would refuse. */
  const allows = (action: Action): boolean => mayDo(operator.value ?? lockedBy.value, action);

  async function start(): Promise<void> {
    try {
      session.value = await sessionCommands.state();
      closed.value = undefined;
      if (!session.value.operator) return;
      void spell();
      await refresh();
    } catch (raw) {
      closed.value = asProblem(raw);
      version.value = await sessionCommands.version().catch(() => "");
    }
  }

  async function unlockStore(passphrase: string): Promise<void> {
    try {
      session.value = await sessionCommands.unlockStore(passphrase);
      closed.value = undefined;
    } catch (raw) {
      closed.value = asProblem(raw);
    }
  }

  async function refresh(): Promise<void> {
    frame.value = await deskCommands.frame();
  }
  /** Once as somebody begins, and nobody waits for it: without it a place is not spelled. */
  async function spell(): Promise<void> {
    villages.value = (await households.villagesSpelled().catch(() => undefined)) ?? [];
  }

  async function signIn(initials: string, pin: string): Promise<void> {
    const entered = await sessionCommands.signIn({ initials, pin });
    frame.value = await deskCommands.frame();
    session.value = entered;
    lockedBy.value = undefined;
    void spell();
  }

  async function lock(): Promise<void> {
    const who = operator.value;
    session.value = await sessionCommands.lock();
    lockedBy.value = who;
  }

  /** The backend says that the session is over: the screen stands behind the lock, as after Ctrl+L. */
  function sessionLost(): void {
    if (!session.value?.operator) return;
    lockedBy.value = session.value.operator;
    session.value = { ...session.value, operator: null };
  }

  async function signOut(): Promise<void> {
    session.value = await sessionCommands.lock();
    lockedBy.value = undefined;
    frame.value = undefined;
    chosen.value = {};
    takingsCovered.value = false;
  }

  /** Other data are open now: nothing of the old ones may stay on the screen. */
  function forget(): void {
    frame.value = undefined;
    lockedBy.value = undefined;
    chosen.value = {};
  }
  async function practise(move: () => Promise<SessionView>): Promise<void> {
    const entered = await move();
    forget();
    const shown = await deskCommands.frame();
    session.value = entered;
    frame.value = shown;
    void spell();
  }
  const enterTraining = (): Promise<void> => practise(trainingCommands.enter);
  const resetTraining = (): Promise<void> => practise(trainingCommands.reset);
  async function leaveTraining(): Promise<void> {
    try {
      session.value = await trainingCommands.leave();
    } catch (raw) {
      // The centre's data ask for their passphrase, or say why they cannot be opened.
      closed.value = asProblem(raw);
      session.value = undefined;
    }
    forget();
  }

  function listen(): void {
    events.badge((badge) => {
      if (frame.value) frame.value = { ...frame.value, sync: badge };
    });
    events.syncDone(({ ok }) => {
      justDone.value = ok;
      if (ok) window.setTimeout(() => (justDone.value = false), DONE_SHOWN_MS);
    });
  }

  return {
    session, closed, settingUp, villages, enterTraining, leaveTraining, resetTraining, version, frame, operator, year, chooseYear, allows, takingsCovered, past, inSeason, justDone, lockedBy,
    start, unlockStore, refresh, signIn, lock, sessionLost, signOut, listen,
  };
});
