import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { find, mount, press, settle, unmountAll } from "@/testing/mount";
import { notice } from "@/shared/device";
import type { Notice } from "@/shared/device";
import NoticeBar from "./NoticeBar.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));

const card = { name: "张桂兰", sex: "female" as const, ethnicity: "汉", birth_date: "1962-03-15", address: "", id_number: "41102319620315302X" };
const other: Notice = { kind: "name", person: "p1", stored: "张桂蓝", card };

beforeEach(() => {
  call.mockImplementation(() => Promise.resolve({ seq: 1, title: { zh: "", en: "" }, subject: "", household: "" }));
});
afterEach(() => {
  unmountAll();
  call.mockReset();
  notice.value = undefined;
});

function bar(about: Notice) {
  notice.value = about;
  const heard = { onRegister: vi.fn(), onCorrected: vi.fn() };
  mount(NoticeBar, { about, ...heard });
  return heard;
}

it("another name on the card is said with both names and both choices", () => {
  bar(other);
  const said = find<HTMLElement>("notice").textContent ?? "";
  expect(said).toContain("身份证姓名「张桂兰」与档案「张桂蓝」不一致");
  expect(said).toContain("用身份证更正");
  expect(said).toContain("保留档案");
});

it("keeping the record changes nothing", async () => {
  bar(other);
  find("notice-keep").click();
  await settle();
  expect(call).not.toHaveBeenCalled();
  expect(notice.value).toBeUndefined();
});

it("correcting changes the name alone, once", async () => {
  const { onCorrected } = bar(other);
  find("notice-correct").click();
  find("notice-correct").click();
  await settle();
  expect(call).toHaveBeenCalledOnce();
  const [command, { input }] = call.mock.calls[0] as [string, { input: Record<string, unknown> }];
  expect(command).toBe("person_change");
  expect(input).toMatchObject({ person: "p1", name: "张桂兰", id_number: null, birth_date: null, relation: null });
  expect(onCorrected).toHaveBeenCalledOnce();
});

it("a refusal stays with its code, and a repeat is the same operation", async () => {
  bar(other);
  const text = { zh: "没有改。", en: "Not changed." };
  call.mockRejectedValueOnce({ code: "E-1204", what: text, money: text, todo: text, field: null });
  find("notice-correct").click();
  await settle();
  expect(find<HTMLElement>("notice").textContent).toContain("E-1204");
  find("notice-correct").click();
  await settle();
  const ops = call.mock.calls.map(([, args]) => (args as { input: { op: string } }).input.op);
  expect(ops[0]).toBe(ops[1]);
});

it("an unknown person is registered by F2, and Esc lets it be", async () => {
  const { onRegister } = bar({ kind: "unknown", card });
  await press(document.body, "F2");
  expect(onRegister).toHaveBeenCalledOnce();
  await press(document.body, "Escape");
  expect(notice.value).toBeUndefined();
});
