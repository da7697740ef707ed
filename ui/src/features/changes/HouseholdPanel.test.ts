import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import { toasts, undoLatest } from "@/shared/components/toasts";
import HouseholdPanel from "./HouseholdPanel.vue";
import { usePanel } from "./useChange";
import { defineComponent, h } from "vue";
import { codeTakenByPanel, takenByScreen } from "@/shared/device";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));
vi.mock("@/shared/stores/desk", () => ({ useDesk: () => ({ year: 2026, past: false }) }));

const text = (zh: string) => ({ zh, en: zh });
const member = (person: string, name: string, sex: string, birth_date: string, relation: string) => ({ person, name, sex, birth_date, relation, relation_name: text(relation), age: 40 });
const household = {
  id: "h1", number: "H000001", head: "王小明", place: "槐树村3组", village: "槐树村", group: "3", door: "12", phone: "", year: 2026,
  members: [member("p1", "王小明", "male", "1993-06-18", "head"), member("p2", "刘芳", "female", "1994-06-18", "spouse"), member("p3", "王梓涵", "female", "2020-03-08", "daughter")],
};
const father = { ...household, id: "h2", number: "H000002", head: "王建国", ended: null, members: [member("p9", "王建国", "male", "1968-04-12", "head"), member("p8", "李秀兰", "female", "1970-09-03", "spouse")] };
const hit = { id: "h2", number: "H000002", head: "王建国", place: "槐树村3组", members: 2, enrolled: 0, year: 2026 };
const done = { seq: 9, title: text("并户"), subject: "王小明", household: "h1" };

beforeEach(() => {
  call.mockImplementation((command: string) => {
    switch (command) {
      case "household_list":
        return Promise.resolve([hit]);
      case "household_view":
        return Promise.resolve(father);
      case "villages_find":
        return Promise.resolve(["槐树村", "石桥村"]);
      case "search":
        return Promise.resolve({ people: [{ id: "p9", household: "h2" }], households: [], documents: [], new_id_number: null });
      case "head_plan":
        return Promise.resolve([{ person: "p1", relation: "father" }, { person: "p2", relation: "head" }, { person: "p3", relation: "daughter" }]);
      default:
        return Promise.resolve(done);
    }
  });
});
afterEach(() => {
  unmountAll();
  toasts.splice(0);
  call.mockReset();
});
const sent = (command: string) => call.mock.calls.find(([name]) => name === command)?.[1] as { input: { relations: object[]; into?: string } } | undefined;

/** A page with the panel, as the household page holds it. */
async function page() {
  const Page = defineComponent(() => {
    const panel = usePanel();
    panel.show();
    return () => (panel.open.value ? h(HouseholdPanel, { household, kept: panel.kept.value, onClose: panel.close } as never) : null);
  });
  mount(Page, {});
  await settle();
}
const there = () => document.querySelector('[data-test="household-panel"]') !== null;

it("who merges gets a guessed relation to the head there, and a digit changes it", async () => {
  await page();
  find<HTMLElement>("act-merge").click();
  await settle();
  expect(find("change-effect").textContent).toContain("本户不再收费");
  await type(find("change-into"), "wjg");
  await press(find("change-into"), "Enter");
  await settle();
  expect(["王小明", "刘芳", "王梓涵"].map((name) => find(`plan-${name}`).textContent)).toEqual(["3 子", "8 媳婿", "7 孙辈"]);
  await press(find("plan-刘芳"), "9");
  await press(find("plan-王小明"), "1");
  find<HTMLElement>("change-save").click();
  await settle();
  expect(sent("households_merge")?.input).toMatchObject({
    into: "h2",
    relations: [{ person: "p1", relation: "son" }, { person: "p2", relation: "other" }, { person: "p3", relation: "grandchild" }],
  });
});

it("who splits off keeps the planned relation to the new head, as shown", async () => {
  await page();
  find<HTMLElement>("act-split").click();
  await settle();
  for (const name of ["刘芳", "王梓涵"]) find<HTMLElement>(`leaves-${name}`).click();
  await settle();
  expect(find("plan-王梓涵").textContent).toBe("4 女");
  find<HTMLElement>("change-save").click();
  await settle();
  expect(sent("household_split")?.input.relations).toEqual([{ person: "p3", relation: "daughter" }]);
});

it("Esc on a panel that was filled in offers it back as it was, and a click beside it closes nothing", async () => {
  await page();
  await type(find("change-door"), "99");
  document.querySelector(".scrim")?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
  await settle();
  expect(there()).toBe(true);
  await press(find("change-door"), "Escape");
  expect(there()).toBe(false);
  undoLatest();
  await settle();
  expect(find("change-door").value).toBe("99");
});

it("a panel in which nothing was filled in closes without a word", async () => {
  await page();
  find<HTMLElement>("act-merge").click();
  await settle();
  document.querySelector(".scrim")?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
  await settle();
  expect(there()).toBe(false);
  expect(toasts).toHaveLength(0);
});

it("a card and a scanned code choose the household", async () => {
  await page();
  find<HTMLElement>("act-merge").click();
  await settle();
  const card = { id_number: "110105196804120012", name: "王建国", sex: "male" as const, ethnicity: "汉", birth_date: "1968-04-12", address: "" };
  expect(takenByScreen(card, true)).toBe(true);
  await settle();
  expect(find("change-into").value).toContain("王建国");
  expect(codeTakenByPanel({ kind: "receipt", number: "R0000001" })).toBe(false);
  expect(codeTakenByPanel({ kind: "household", number: "H000002" })).toBe(true);
});

it("a wrong telephone is said as the field is left", async () => {
  await page();
  await type(find("change-phone"), "139");
  find("change-phone").dispatchEvent(new FocusEvent("blur"));
  await settle();
  expect(find("phone-fault")).toBeTruthy();
});
