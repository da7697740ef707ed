import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createMemoryHistory, createRouter } from "vue-router";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import { useDesk } from "@/shared/stores/desk";
import PremiumsPage from "@/views/PremiumsPage.vue";
import { usePayments } from "./payments";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));

const row = (place: number) => ({ id: `pay${place}`, number: `R${place}`, head: "王建国" });
/** Answers come when the test lets them. */
let answers: ((page: object) => Promise<void>)[] = [];
const asked = () => call.mock.calls.filter(([name]) => name === "payment_list").map(([, args]) => (args as { query: object }).query);

beforeEach(() => {
  answers = [];
  call.mockImplementation((command: string) =>
    command === "payment_list" ? new Promise((done) => answers.push((page) => (done(page), settle()))) : Promise.resolve([]),
  );
});
afterEach(() => {
  unmountAll();
  call.mockReset();
});

describe("the list of payments", () => {
  it("reads on near its end, once, and knows how many there are in all", async () => {
    const { rows, all, load, grow } = usePayments();
    void load();
    await answers[0]?.({ rows: [row(1), row(2)], all: 3 });
    expect([rows.value?.length, all.value]).toEqual([2, 3]);
    void grow();
    void grow();
    expect(asked()).toEqual([{ text: "", from: 0 }, { text: "", from: 2 }]);
    await answers[1]?.({ rows: [row(3)], all: 3 });
    expect(rows.value?.map(({ id }) => id)).toEqual(["pay1", "pay2", "pay3"]);
    void grow();
    expect(asked(), "there is no more").toHaveLength(2);
  });

  it("shows what was typed last, although the answer to less comes later", async () => {
    const { text, rows, load } = usePayments();
    void load();
    text.value = "w";
    await settle();
    text.value = "wj";
    await settle();
    expect(asked().slice(1)).toEqual([{ text: "w", from: 0 }, { text: "wj", from: 0 }]);
    await answers[2]?.({ rows: [row(2)], all: 1 });
    await answers[1]?.({ rows: [row(1)], all: 1 });
    expect(rows.value?.map(({ id }) => id)).toEqual(["pay2"]);
  });

  it("says how many there are, not how many are shown, and collects from a household that is found", async () => {
    const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/", component: PremiumsPage }] });
    const host = mount(PremiumsPage, {}, [router]);
    useDesk().session = { operator: { roles: ["cashier"] } } as never;
    await settle();
    await answers[0]?.({ rows: [row(1)], all: 431 });
    expect(find<HTMLElement>("payments-count").textContent).toContain("431");
    await press(host, "F9");
    await type(find("collect-household"), "wjg");
    expect(call).toHaveBeenCalledWith("household_list", expect.objectContaining({ query: "wjg" }));
  });
});
