import { createMemoryHistory, createRouter } from "vue-router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { find, mount, press, settle, unmountAll } from "@/testing/mount";
import DischargePage from "./DischargePage.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call, hear: () => () => undefined }));

const T = (zh: string) => ({ zh, en: zh });
const M = (shown: string) => ({ plain: shown, shown, words: "", zero: shown === "0.00" });
const row = { id: "s1", number: "A1", name: "王德厚", department: "内科", bed: "8床", diagnosis: T("腹股沟疝"), admitted: "2026-11-22", days: 7, deposits: M("0.00"), status: "in_hospital" };
const stay = { row, sex: "male", age: 82, place: "重兴村3组", id_number: "4110", enrolled: true, year: 2026, deposits: [] };
const failed = { code: "once-a-day", state: "failed", title: T("床位费记了 7 天，住院只有 1 天"), detail: null };

beforeEach(() => {
  call.mockResolvedValue({
    stay, discharged: "2026-11-29", checks: [failed], can_settle: false, ladder: null, refused: [], cash: null, totals: [], next_number: "R1", tried_at: "10:00",
  });
});
afterEach(() => {
  unmountAll();
  call.mockReset();
});

it("settling that is not possible yet says so, and that no money moved", async () => {
  const routes = [{ path: "/:rest(.*)*", component: { render: () => null } }];
  const router = createRouter({ history: createMemoryHistory(), routes });
  mount(DischargePage, { id: "s1" }, [router]);
  await settle();
  expect(find<HTMLButtonElement>("discharge-settle").disabled).toBe(false);
  await press(document.body, "F9");
  expect(find<HTMLElement>("too-early").textContent).toContain("没有收退款");
  expect(document.querySelector("[data-test=pay-panel]")).toBeNull();
  expect(document.body.textContent, "whoever typed 8床 reads it once").toContain("内科 8 床");
});
