/**
 * Cards and codes, wherever they come from: a gun that types, one that the backend reads, a card on the reader. All end
 * in the one search.
 */
import { onBeforeUnmount, onMounted, watch } from "vue";
import { useRouter } from "vue-router";
import { flatten, target as pathOf } from "@/features/search/hits";
import type { Hit } from "@/features/search/hits";
import { desk as commands } from "@/ipc/clinic";
import { deviceEvents } from "@/ipc/devices";
import type { CardRead } from "@/ipc/devices";
import { cardPhoto, carriedCard, codeTakenByPanel, notice, sameName, takenByScreen } from "@/shared/device";
import { covered } from "@/shared/keys/keymap";
import { targetOf, watchScanner } from "@/shared/keys/scanner";
import type { Target } from "@/shared/keys/scanner";
import { scanTest } from "@/shared/scanTest";
import { sound } from "@/shared/sound";

/** As many characters as a complete number of ours has. */
const COMPLETE = 8;
/** The paper of that number; a slip of a void or a refund is found by its own number and shown as its receipt. */
function paper(hits: Hit[], number: string): Hit | undefined {
  const papers = hits.filter((hit) => hit.kind === "document");
  const only = papers.length === 1 && number.length === COMPLETE ? papers[0] : undefined;
  return papers.find((hit) => hit.row.number === number) ?? (only && !only.row.number.startsWith(number) ? only : undefined);
}

/** Listens while the frame is there. `inside` says whether somebody is signed in; nobody else opens anything. */
export function useDevices(inside: () => boolean, year: () => number): void {
  const router = useRouter();

  /** A panel is a decision about money or people: nothing from outside leads away from it. */
  function free(): boolean {
    if (!inside()) return false;
    if (!covered.value) return true;
    sound.refused();
    notice.value = { kind: "busy" };
    return false;
  }

  async function open(target: Target): Promise<void> {
    if (inside() && covered.value && codeTakenByPanel(target)) return sound.taken();
    if (!free()) return;
    const found = await commands.search(target.number, year()).catch(() => undefined);
    const hits = found ? flatten(found) : [];
    const hit =
      target.kind === "person" ? hits.find((row) => row.kind === "person")
      : target.kind === "household" ? hits.find((row) => row.kind === "household" && row.row.number === target.number)
      : paper(hits, target.number);
    if (!hit) {
      sound.refused();
      notice.value = { kind: "code", code: target.number };
      return;
    }
    sound.taken();
    await router.push(pathOf(hit));
  }

  /** A code that is none of our papers is typed into the item field, if that is where the cursor is. */
  function other(code: string): void {
    const field = document.activeElement;
    if (field instanceof HTMLInputElement && field.closest("[data-scan=item]")) {
      sound.taken();
      field.value = code;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    } else {
      sound.refused();
      notice.value = { kind: "code", code };
    }
  }

  function code(text: string): void {
    const scan = { code: text.trim(), raw: text, damaged: false };
    if (scanTest.take(scan)) return;
    if (!inside()) return;
    const target = targetOf(scan.code);
    if (target) void open(target);
    else other(scan.code);
  }

  async function laid(card: CardRead): Promise<void> {
    if (inside() && covered.value && takenByScreen(card, true)) return sound.taken();
    if (!free()) return;
    if (takenByScreen(card)) return sound.taken();
    const found = await commands.search(card.id_number, year()).catch(() => undefined);
    const person = found?.people[0];
    sound.taken();
    if (!person) {
      notice.value = { kind: "unknown", card };
      return;
    }
    cardPhoto.value = card.photo ? { person: person.id, photo: card.photo } : undefined;
    await router.push(`/person/${person.id}`);
    if (!sameName(person.name, card.name)) notice.value = { kind: "name", person: person.id, stored: person.name, card };
  }

  // Once the panel is closed there is nothing left to finish.
  watch(covered, (is) => {
    if (!is && notice.value?.kind === "busy") notice.value = undefined;
  });

  const stops: (() => void)[] = [];
  onMounted(() => {
    stops.push(
      watchScanner(window, {
        own: (target) => void open(target),
        refused: (scan) => {
          sound.refused();
          notice.value = { kind: "code", code: scan.code };
        },
        test: (scan) => scanTest.take(scan),
      }),
      // What was said about one screen is not true of the next.
      router.afterEach(({ path }) => {
        notice.value = undefined;
        if (!path.endsWith(`/${cardPhoto.value?.person}`)) cardPhoto.value = undefined;
      }),
      deviceEvents.code(({ code: text }) => code(text)),
      deviceEvents.person((card) => void laid(card)),
    );
  });
  onBeforeUnmount(() => {
    for (const stop of stops) stop();
  });
}

/** Goes on with a registration that begins with the card. */
export function carry(card: CardRead): void {
  carriedCard.value = card;
  notice.value = undefined;
}
