import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defineComponent, h } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import { mount, settle, unmountAll } from "@/testing/mount";
import type { CardRead } from "./ipc/devices";
import { cardPhoto, notice } from "./shared/device";
import { useKeys } from "./shared/keys/keymap";
import { useDevices } from "./devices";

const call = vi.hoisted(() => vi.fn());
const hear = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call, hear }));

const CARD: CardRead = { name: "张桂兰", sex: "female", ethnicity: "汉", birth_date: "1962-03-15", address: "槐树村3组", id_number: "41102319620315302X" };
const person = (name: string) => ({ id: "p1", household: "h1", name });
const found = (more: Record<string, unknown>) => ({ people: [], households: [], documents: [], new_id_number: null, ...more });

let told: Record<string, (payload: unknown) => void> = {};
let signedIn = true;
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:any(.*)*", component: { render: () => h("div") } }] });

beforeEach(async () => {
  told = {};
  signedIn = true;
  hear.mockImplementation((event: string, heard: (payload: unknown) => void) => {
    told[event] = heard;
    return () => undefined;
  });
  await router.push("/desk");
});
afterEach(() => {
  unmountAll();
  notice.value = undefined;
  cardPhoto.value = undefined;
  call.mockReset();
});

function frame(panel = false): void {
  const Frame = defineComponent(() => {
    useDevices(() => signedIn, () => 2026);
    if (panel) useKeys("panel", []);
    return () => h("input", { "data-scan": "item" });
  });
  mount(Frame, {}, [router]);
}
const tell = async (event: string, payload: unknown) => {
  told[event]?.(payload);
  await settle();
};
const answers = (more: Record<string, unknown>) => call.mockImplementation(() => Promise.resolve(found(more)));

describe("a code", () => {
  it.each([
    ["R0002318", { documents: [{ kind: "payment", id: "d9", number: "R0002318" }] }, "/premiums/d9"],
    ["R0002318", { documents: [{ kind: "settlement", id: "d8", number: "R0002318" }] }, "/settlements/d8"],
    ["R0002320", { documents: [{ kind: "payment", id: "d7", number: "R0002318" }] }, "/premiums/d7"],
    ["R0002321", { documents: [{ kind: "stay", id: "s2", number: "R0002321" }] }, "/inpatient/s2"],
    ["A0000007", { documents: [{ kind: "stay", id: "s1", number: "A0000007" }] }, "/inpatient/s1"],
    ["H00012", { households: [{ id: "h1", number: "H00012" }] }, "/household/h1"],
    ["P1F0C2A9E", { people: [person("王小明")] }, "/person/p1"],
  ])("%s opens its paper through the one search", async (code, answer, path) => {
    frame();
    answers(answer);
    await tell("device:code", { code });
    expect(call).toHaveBeenCalledWith("search", { query: code, year: 2026 });
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe(path));
  });

  it("a longer number that only begins the same opens nothing", async () => {
    frame();
    answers({ documents: [{ kind: "payment", id: "d9", number: "R00023185" }] });
    await tell("device:code", { code: "R0002318" });
    expect(router.currentRoute.value.path).toBe("/desk");
    expect(notice.value).toEqual({ kind: "code", code: "R0002318" });
  });

  it("that is none of ours is typed into the item field that has the cursor, else it is said", async () => {
    frame();
    await tell("device:code", { code: "6901234567892" });
    expect(notice.value).toEqual({ kind: "code", code: "6901234567892" });
    const field = document.querySelector("input");
    const enter = vi.fn();
    field?.addEventListener("keydown", (event) => enter((event as KeyboardEvent).key));
    field?.focus();
    await tell("device:code", { code: "6901234567892" });
    expect(field?.value).toBe("6901234567892");
    expect(enter).toHaveBeenCalledWith("Enter");
  });

  it("leads away from no panel", async () => {
    frame(true);
    answers({ people: [person("王小明")] });
    await tell("device:code", { code: "P1F0C2A9E" });
    expect(router.currentRoute.value.path).toBe("/desk");
    expect(notice.value).toEqual({ kind: "busy" });
  });

  it("opens nothing at a locked desk", async () => {
    frame();
    signedIn = false;
    await tell("device:code", { code: "R0002318" });
    await tell("device:person", CARD);
    expect(call).not.toHaveBeenCalled();
    expect(notice.value).toBeUndefined();
  });
});

describe("a card", () => {
  it("opens the person who is known", async () => {
    frame();
    answers({ people: [person("张桂兰")] });
    await tell("device:person", CARD);
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe("/person/p1"));
    expect(notice.value).toBeUndefined();
  });

  it("with another name than the record's leaves the record and asks", async () => {
    frame();
    answers({ people: [person("张桂蓝")] });
    await tell("device:person", CARD);
    await vi.waitFor(() => expect(notice.value).toMatchObject({ kind: "name", person: "p1", stored: "张桂蓝" }));
    expect(call.mock.calls.map(([command]) => command as string)).toEqual(["search"]);
  });

  it("offers its photograph to its holder's page alone, as long as that page is open", async () => {
    frame();
    answers({ people: [person("张桂兰")] });
    await tell("device:person", { ...CARD, photo: "data:image/png;base64,QUJD" });
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe("/person/p1"));
    expect(cardPhoto.value).toEqual({ person: "p1", photo: "data:image/png;base64,QUJD" });
    await router.push("/person/p10");
    expect(cardPhoto.value).toBeUndefined();
    await tell("device:person", { ...CARD, photo: "data:image/png;base64,QUJD" });
    await vi.waitFor(() => expect(cardPhoto.value?.person).toBe("p1"));
    await tell("device:person", CARD);
    await vi.waitFor(() => expect(cardPhoto.value).toBeUndefined());
  });

  it("with another dot in the name is no other name", async () => {
    frame();
    answers({ people: [person("买买提·吐尔逊")] });
    await tell("device:person", { ...CARD, name: "买买提•吐尔逊" });
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe("/person/p1"));
    await settle();
    expect(notice.value).toBeUndefined();
  });

  it("of somebody whom nobody has offers a registration", async () => {
    frame();
    answers({});
    await tell("device:person", CARD);
    expect(router.currentRoute.value.path).toBe("/desk");
    expect(notice.value).toEqual({ kind: "unknown", card: CARD });
  });
});
