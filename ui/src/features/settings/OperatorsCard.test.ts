import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { find, mount, settle, type, unmountAll } from "@/testing/mount";
import OperatorsCard from "./OperatorsCard.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));

const role = { name: { zh: "收费员", en: "Cashier" }, example: { zh: "如收保费", en: "takes premiums" } };
const row = (locked_until: string | null) => ({ id: "o2", initials: "zjh", name: "赵建华", roles: [role], locked_until });
const wrong = { code: "E-1202", what: { zh: "PIN 不对。", en: "Wrong PIN." }, money: { zh: "", en: "" }, todo: { zh: "", en: "" }, field: "pin" };

beforeEach(() => {
  const layers = document.createElement("div");
  layers.id = "layers";
  document.body.append(layers);
  call.mockImplementation((command: string) => Promise.resolve([row(command === "operator_list" ? "10:35" : null)]));
});
afterEach(() => {
  unmountAll();
  document.getElementById("layers")?.remove();
  call.mockReset();
});

it("each operator stands there with the role and an example of its work", async () => {
  mount(OperatorsCard, { mayUnlock: false });
  await settle();
  const said = find<HTMLElement>("operator-row").textContent ?? "";
  for (const part of ["赵建华", "zjh", "收费员", "如收保费", "10:35"]) expect(said).toContain(part);
  expect(document.querySelector("[data-test=operator-unlock]")).toBeNull();
});

it("the office unlocks with its own PIN, and a wrong one stays under its field", async () => {
  mount(OperatorsCard, { mayUnlock: true });
  await settle();
  find("operator-unlock").click();
  await settle();
  call.mockRejectedValueOnce(wrong);
  await type(find<HTMLInputElement>("unlock-pin"), "000001");
  find("unlock-save").click();
  await settle();
  expect(document.querySelector("[role=alert]")?.textContent).toContain("PIN 不对");
  await type(find<HTMLInputElement>("unlock-pin"), "135790");
  find("unlock-save").click();
  await settle();
  expect(call).toHaveBeenLastCalledWith("operator_unlock", { input: { operator: "o2", pin: "135790" } });
  expect(document.querySelector("[data-test=operator-locked]")).toBeNull();
  expect(document.querySelector("[data-test=unlock-panel]")).toBeNull();
});
