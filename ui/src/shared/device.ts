/**
 * What is laid on the reader goes to the screen that can use it: the newest that wants it, else the frame.
 *
 * Invariant: a card never overwrites what is stored. It fills rows that are being typed, opens a person, or offers.
 */
import { onBeforeUnmount, onMounted, shallowRef } from "vue";
import type { CardRead } from "@/ipc/devices";
import type { DeviceState, DeviceStates } from "@/ipc/types";
import type { Target } from "./keys/scanner";

interface Taker<T> {
  take: (thing: T) => boolean;
  /** Stands in a panel, and so is asked while a panel covers the screen. */
  panel: boolean;
}
const cards: Taker<CardRead>[] = [];
const codes: Taker<Target>[] = [];

function whileMounted<T>(list: Taker<T>[], taker: Taker<T>): void {
  onMounted(() => list.push(taker));
  onBeforeUnmount(() => {
    const at = list.indexOf(taker);
    if (at >= 0) list.splice(at, 1);
  });
}
const taken = <T>(list: Taker<T>[], thing: T, panelsOnly: boolean): boolean =>
  [...list].reverse().some(({ take, panel }) => (panel || !panelsOnly) && take(thing));

/** While the component is mounted, cards come here first. The taker says whether it used the card. */
export const useCards = (take: (card: CardRead) => boolean, panel = false): void => whileMounted(cards, { take, panel });
/** The same for the codes of people and households, for a field of a panel that asks for one. */
export const useCodes = (take: (target: Target) => boolean): void => whileMounted(codes, { take, panel: true });

export const takenByScreen = (card: CardRead, panelsOnly = false): boolean => taken(cards, card, panelsOnly);
export const codeTakenByPanel = (target: Target): boolean => taken(codes, target, true);

/** A person who is stored under another name than the card says. */
export interface OtherName {
  kind: "name";
  person: string;
  stored: string;
  card: CardRead;
}
/** A card whose holder nobody here has. */
export interface Unknown {
  kind: "unknown";
  card: CardRead;
}
export type Notice = OtherName | Unknown | { kind: "reader"; state: DeviceState } | { kind: "code"; code: string } | { kind: "busy" };

/** What is attached to this computer, as the program told last. */
export const deviceStates = shallowRef<DeviceStates>();

/** What the frame says above the work area until somebody decides. */
export const notice = shallowRef<Notice>();

/** The card that the next registration begins with. It is data about a person, so it stays out of the address. */
export const carriedCard = shallowRef<CardRead>();

/**
 * The photograph of the card that was laid last, for the page of its holder: that page offers it. It is forgotten when
 * that page is left.
 */
export const cardPhoto = shallowRef<{ person: string; photo: string }>();

/** Dots are written in many ways; a name with another dot is the same name. */
const sameForm = (name: string): string => name.trim().replace(/[•・･‧∙⋅．]/g, "·");

export const sameName = (one: string, other: string): boolean => sameForm(one) === sameForm(other);
