import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import SearchBox from "./SearchBox.vue";

const call = vi.hoisted(() => vi.fn());
const hear = vi.hoisted(() => vi.fn(() => () => undefined));
vi.mock("@/ipc/call", () => ({ call, hear }));

const receipt = (id: string, number: string) => ({ id, kind: "payment", number, name: "王建国", note: { zh: "缴费", en: "Premium" }, state: null });
const view = (documents: unknown[]) => ({ people: [], households: [], documents, new_id_number: null });
/** What each search waits for, so that a test says when it is answered. */
let answers: Map<string, (documents: unknown[]) => void>;
let router: ReturnType<typeof createRouter>;

beforeEach(async () => {
  answers = new Map();
  call.mockImplementation((_command: string, { query }: { query: string }) =>
    new Promise((resolve) => answers.set(query, (documents) => resolve(view(documents)))),
  );
  const nothing = { render: () => null };
  router = createRouter({
    history: createMemoryHistory(),
    routes: ["/", "/premiums/:id", "/enrolment/new"].map((path) => ({ path, component: nothing })),
  });
  await router.push("/");
  mount(SearchBox, { year: 2026 }, [router]);
  find("search").focus();
});
afterEach(() => {
  unmountAll();
  call.mockReset();
});

async function answer(query: string, documents: unknown[]): Promise<void> {
  answers.get(query)?.(documents);
  await settle();
}
const place = () => router.currentRoute.value.path;

describe("Enter in the search box", () => {
  it("waits for the answer to what was typed when the list is still that of fewer letters", async () => {
    await type(find("search"), "R000231");
    await answer("R000231", []);
    await type(find("search"), "R0002318");
    await press(find("search"), "Enter");
    expect(place()).toBe("/");
    await answer("R0002318", [receipt("p1", "R0002318")]);
    await vi.waitFor(() => expect(place()).toBe("/premiums/p1"));
  });

  it("opens what was typed, and not what fewer letters found", async () => {
    await type(find("search"), "R000231");
    await answer("R000231", [receipt("other", "R0002310")]);
    await type(find("search"), "R0002318");
    await press(find("search"), "Enter");
    await answer("R0002318", [receipt("p1", "R0002318")]);
    await vi.waitFor(() => expect(place()).toBe("/premiums/p1"));
  });

  it("opens nothing when the text was changed or thrown away while it waited", async () => {
    await type(find("search"), "R0002318");
    await press(find("search"), "Enter");
    await press(find("search"), "Escape");
    await answer("R0002318", [receipt("p1", "R0002318")]);
    await settle();
    expect(place()).toBe("/");
    expect(document.querySelector("[data-test=search-found]")).toBeNull();
  });
});

it("the list never says that something is not there before it was looked for", async () => {
  await type(find("search"), "R000231");
  await answer("R000231", []);
  await type(find("search"), "R0002318");
  expect(find<HTMLElement>("search-found").textContent).not.toContain("R0002318");
  await answer("R0002318", [receipt("p1", "R0002318")]);
  expect(find<HTMLElement>("search-found").textContent).toContain("R0002318");
});

it("an answer that comes after the cursor has left opens no list", async () => {
  await type(find("search"), "R0002318");
  find("search").blur();
  await answer("R0002318", [receipt("p1", "R0002318")]);
  expect(document.querySelector("[data-test=search-found]")).toBeNull();
});

it("the list stays while the keyboard is on its button, and closes when it goes on", async () => {
  await type(find("search"), "wxm");
  await answer("wxm", []);
  find("search-new").focus();
  await settle();
  expect(document.querySelector("[data-test=search-found]")).not.toBeNull();
  find("search-new").blur();
  await settle();
  expect(document.querySelector("[data-test=search-found]")).toBeNull();
});

it("its button begins a registration by keyboard too", async () => {
  await type(find("search"), "wxm");
  await answer("wxm", []);
  find("search-new").click();
  await vi.waitFor(() => expect(place()).toBe("/enrolment/new"));
});
