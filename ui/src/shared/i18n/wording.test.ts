import { afterEach, expect, it } from "vitest";
import { prefs, readPrefs } from "../prefs";
import { lengthened, worded } from "./wording";

afterEach(() => (prefs.enrolWord = "canbao"));

it("the word for being insured is the one that the centre chose", () => {
  expect(worded("2027年度已参保")).toBe("2027 年度已参保");
  prefs.enrolWord = "canhe";
  expect(worded("2027年度已参保，参保人")).toBe("2027 年度已参合，参合人");
  expect(worded("医保办")).toBe("医保办");
});

it("the pseudo-language is longer by two fifths and keeps figures", () => {
  const long = lengthened("Collect premium 1,310.00");
  expect(long).toContain("1,310.00");
  expect(long.length).toBeGreaterThanOrEqual(Math.floor("Collect premium".length * 1.4) + " 1,310.00".length);
});

it("kept preferences that are damaged or unknown become the usual ones", () => {
  const usual = { textSize: "standard", highContrast: false, sound: true, enrolWord: "canbao" };
  for (const kept of [null, "", "no json", "{}", '{"textSize":"huge","sound":"x","enrolWord":1}']) expect(readPrefs(kept), String(kept)).toEqual(usual);
  expect(readPrefs('{"textSize":"largest","highContrast":true,"sound":false,"enrolWord":"canhe"}')).toEqual({
    textSize: "largest", highContrast: true, sound: false, enrolWord: "canhe",
  });
});
