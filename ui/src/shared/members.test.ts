import { describe, expect, it } from "vitest";
import { asInput, emptyMember, guessRelation, keptMember } from "./members";
import type { MemberDraft } from "./members";

const member = (name: string, sex: string, birthDate: string, relation = ""): MemberDraft => ({
  ...emptyMember(),
  name,
  sex,
  birthDate,
  relation,
});
const head = member("王建国", "male", "1968-04-12", "head");
const wife = member("李秀兰", "female", "1970-09-03", "spouse");
const son = member("王小明", "male", "1993-06-18", "son");

describe("the relation offered for a new member", () => {
  it.each([
    ["the first member is the head", member("王建国", "male", "1968-04-12"), [], "head"],
    ["same age and other sex is the spouse", member("李秀兰", "female", "1970-09-03"), [head], "spouse"],
    ["a second one of that age is not", member("赵玉", "female", "1971-01-01"), [head, wife], "other"],
    ["same sex and age is not", member("王建军", "male", "1970-01-01"), [head], "other"],
    ["a generation older, male", member("王德厚", "male", "1944-02-17"), [head, wife], "father"],
    ["a generation older, female", member("陈桂英", "female", "1946-02-17"), [head], "mother"],
    ["a generation younger, male", son, [head, wife], "son"],
    ["a generation younger, female", member("王小霞", "female", "1995-06-18"), [head, wife, son], "daughter"],
    ["another surname beside a son of that age", member("刘芳", "female", "1994-06-18"), [head, wife, son], "child_in_law"],
    ["two generations younger", member("王梓涵", "female", "2020-03-08"), [head, wife], "grandchild"],
    ["fifteen years are no generation", member("王建军", "male", "1983-04-12"), [head, wife], "other"],
    ["sixteen are", member("王强", "male", "1984-04-12"), [head, wife], "son"],
    ["without a birth date nothing is guessed", member("王强", "male", ""), [head], "other"],
  ] as const)("%s", (_claim, newcomer, others, relation) =>
    expect(guessRelation(newcomer, [...others])).toBe(relation),
  );
});

it("sex and birth date are sent only when there is no identity number", () => {
  const typed = { ...member("王小宝", "male", "2026-11-01", "grandchild"), idNumber: "" };
  expect(asInput(typed)).toMatchObject({ sex: "male", birth_date: "2026-11-01", categories: [] });
  expect(asInput({ ...typed, idNumber: "11010519491231002X" })).toMatchObject({ sex: null, birth_date: null });
});

it("a draft's categories are the office's: who may not state them goes on without them", () => {
  expect(keptMember({ name: "王建国", categories: ["dibao"] }, true).categories).toEqual(["dibao"]);
  expect(keptMember({ name: "王建国", category: "dibao" }, true).categories).toEqual(["dibao"]);
  expect(keptMember({ name: "王建国", categories: ["dibao"] }, false).categories).toEqual([]);
});
