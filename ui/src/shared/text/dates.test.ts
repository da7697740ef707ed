import { expect, it } from "vitest";
import { dateFault, dayInWords, monthOf, shiftedMonths, typedDate } from "./dates";

const today = "2026-11-22";

it.each([
  ["19620315", "1962-03-15"],
  ["1962-03-15", "1962-03-15"],
  ["１９６２０３１５", "1962-03-15"],
  ["20240229", "2024-02-29"],
  ["1115", "2026-11-15"],
  [".", "2026-11-22"],
  ["-1", "2026-11-21"],
  ["-22", "2026-10-31"],
])("%s means %s", (typed, iso) => expect(typedDate(typed, today)).toBe(iso));

it.each([["20230229"], ["20260230"], ["1332"], ["abc"], [""], ["9"], ["00010101"]])("there is no day %s", (typed) =>
  expect(typedDate(typed, today)).toBeUndefined(),
);

it("four digits are a day of the year that is shown", () => {
  expect(typedDate("1115", today, "other", "2025")).toBe("2025-11-15");
  expect(typedDate("0229", today, "other", "2028")).toBe("2028-02-29");
  expect(typedDate("0229", today, "other", "2027")).toBeUndefined();
  expect(typedDate("20261115", today, "other", "2025")).toBe("2026-11-15");
});

it("a birth date of six digits lies in the past", () => {
  expect(typedDate("620315", today, "birth")).toBe("1962-03-15");
  expect(typedDate("200308", today, "birth")).toBe("2020-03-08");
});

it("a birthday is today at the latest", () => {
  expect(typedDate("20261122", today, "birth")).toBe("2026-11-22");
  expect(typedDate("20261123", today, "birth")).toBeUndefined();
  expect(dateFault("20261123", today, "birth")).toEqual({ kind: "future" });
});

it.each([
  ["20230230", "birth", { kind: "noDay", month: 2, day: 30 }],
  ["0631", "other", { kind: "noDay", month: 6, day: 31 }],
  ["６２０２３０", "birth", { kind: "noDay", month: 2, day: 30 }],
  ["20231301", "birth", { kind: "birthForm" }],
  ["1962", "birth", { kind: "birthForm" }],
  ["12", "other", { kind: "form" }],
] as const)("%s as a date (%s) is said to be wrong in words", (typed, kind, fault) => expect(dateFault(typed, today, kind)).toEqual(fault));

it.each([
  ["2026-01-31", 1, "2026-02-28"],
  ["2024-01-31", 1, "2024-02-29"],
  ["2026-03-31", -1, "2026-02-28"],
  ["2026-12-15", 1, "2027-01-15"],
])("%s and %s months is %s", (from, months, to) => expect(shiftedMonths(from, months)).toBe(to));

it("a month is shown in whole weeks from Monday", () => {
  const weeks = monthOf("2026-11-22");
  expect(weeks[0]?.[0]).toBe("2026-10-26");
  expect(weeks[weeks.length - 1]?.[6]).toBe("2026-12-06");
  expect(weeks.flat().filter((day) => day.startsWith("2026-11"))).toHaveLength(30);
  expect(monthOf("2026-06-10")[0]?.[0]).toBe("2026-06-01");
});

it("a day in a sentence is written out", () => {
  expect(dayInWords("2026-03-09", "zh")).toBe("2026 年 3 月 9 日");
  expect(dayInWords("2026-03-09", "en")).toBe("9 March 2026");
});
