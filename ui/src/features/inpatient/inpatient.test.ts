import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import en from "@/locales/en";
import { i18n } from "@/shared/i18n";
import type { AdmissionForm, CashView, ChargeView, DischargeView, StayView } from "@/ipc/types";
import { find, mount, settle, type, unmountAll } from "@/testing/mount";
import AdmissionFields from "./AdmissionFields.vue";
import CashCard from "./CashCard.vue";
import ChargeTable from "./ChargeTable.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));

const T = (zh: string, english = zh) => ({ zh, en: english });
const M = (shown: string) => ({ plain: shown, shown, words: "", zero: shown === "0.00" });

beforeEach(() => {
  call.mockResolvedValue(undefined);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(400);
});
afterEach(() => {
  unmountAll();
  i18n.global.locale.value = "zh";
  call.mockReset();
  vi.restoreAllMocks();
});

const charge = (line: number, unit: string, quantity: string): ChargeView => ({
  line, date: "2026-11-29", item: "D0001", name: T("阿莫西林胶囊", "Amoxicillin capsules"), spec: "", unit, class: "乙", price: "4.68",
  price_limit: null, quantity, amount: M("9.36"), self_paid: M("0.00"),
});
const cells = () => [...document.querySelectorAll("[data-test=charges-row]")].map((row) => [...row.children].map((cell) => cell.textContent));

describe("charges", () => {
  it("name class and unit in the language of the reader, one box and two boxes", async () => {
    i18n.global.setLocaleMessage("en", en as never);
    i18n.global.locale.value = "en";
    mount(ChargeTable, { charges: [charge(1, "盒", "1"), charge(2, "盒", "2"), charge(3, "枚", "2")], locked: false });
    await settle();
    expect(cells().map((row) => [row[2], row[row.length - 3]])).toEqual([["B", "box"], ["B", "boxes"], ["B", "枚"]]);
  });

  it("keep quantity and unit apart, so that figures stand under each other", async () => {
    mount(ChargeTable, { charges: [charge(1, "盒", "12")], locked: false });
    await settle();
    expect(cells()[0]).toContain("12");
    expect(cells()[0]).toContain("盒");
  });
});

describe("the cash of a discharge", () => {
  const cash = (direction: string): CashView => ({ deposits: M("0.00"), you_pay: M("480.00"), claimed: M("0.00"), direction, amount: M("480.00") });
  const view = (direction: string) => ({ stay: { deposits: [], year: 2026 } as unknown as StayView, cash: cash(direction), totals: [], next_number: "R1" }) as unknown as DischargeView;

  it.each([["collect", "不影响收款"], ["refund", "不影响退款"]])("says of a %s that the county's check does not change it", async (direction, said) => {
    mount(CashCard, { view: view(direction) });
    await settle();
    expect(find<HTMLElement>("cash").textContent).toContain(said);
  });
});

describe("an admission", () => {
  const form = {
    person: "p1", name: "王德厚", department: "内科", doctor: "陈立", admitted_at: "2026-11-29 08:00", stay_kinds: [{ code: "ordinary", name: T("普通住院") }],
  } as unknown as AdmissionForm;
  const drafts = () => call.mock.calls.filter(([name]) => name === "draft_save").length;
  async function leave(field: string): Promise<void> {
    find(field).dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    await settle();
  }

  it("is kept as a draft when any field is left in which something changed, and only then", async () => {
    mount(AdmissionFields, { form });
    await settle();
    await leave("admission-department");
    expect(drafts(), "nothing was typed").toBe(0);
    await type(find("admission-doctor"), "李医生");
    await leave("admission-doctor");
    expect(drafts()).toBe(1);
    await leave("admission-doctor");
    expect(drafts(), "the same again").toBe(1);
  });
});
