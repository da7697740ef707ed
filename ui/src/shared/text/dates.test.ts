import { expect, it } from "vitest";
import { typedDate } from "./dates";

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

it("a birth date of six digits lies in the past", () => {
  expect(typedDate("620315", today, "birth")).toBe("1962-03-15");
  expect(typedDate("200308", today, "birth")).toBe("2020-03-08");
});
