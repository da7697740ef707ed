import { describe, expect, it } from "vitest";
import { isNegative, isZero, plainNumber, shownMoney, shownPrice, typedMoney } from "./money";

describe("an amount on the screen", () => {
  it.each([
    ["0.00", "0.00"],
    ["1310.00", "1,310.00"],
    ["999.99", "999.99"],
    ["1000.00", "1,000.00"],
    ["1234567.80", "1,234,567.80"],
    ["-36.50", "−36.50"],
    ["-1310.00", "−1,310.00"],
    ["0.123456", "0.123456"],
    ["120000", "120,000"],
  ])("%s reads %s", (amount, shown) => expect(shownMoney(amount)).toBe(shown));

  it.each([
    ["15", "15.00"],
    ["4.68", "4.68"],
    ["5.2", "5.20"],
    ["0.123456", "0.123456"],
    ["1200", "1,200.00"],
  ])("a unit price of %s reads %s", (price, shown) => expect(shownPrice(price)).toBe(shown));

  it("minus zero is zero", () => {
    expect(isZero("-0.00")).toBe(true);
    expect(isNegative("-0.00")).toBe(false);
    expect(isNegative("-0.01")).toBe(true);
  });
});

describe("an amount from the keyboard", () => {
  it.each([
    ["1700", "1700.00"],
    ["1,700.5", "1700.50"],
    ["１７００。５０", "1700.50"],
    ["007", "7.00"],
    ["0", "0.00"],
    [" 20 ", "20.00"],
  ])("%s is %s", (text, amount) => expect(typedMoney(text)).toEqual({ amount }));

  it.each([
    ["", "empty"],
    ["12a", "format"],
    ["-5", "format"],
    ["1.234", "decimals"],
    ["1.2.3", "format"],
  ])("%s is refused: %s", (text, problem) => expect(typedMoney(text)).toEqual({ problem }));
});

it("an identity number loses spaces, hyphens and full-width forms", () => {
  expect(plainNumber("411023 19620315-302ｘ")).toBe("41102319620315302X");
  expect(plainNumber("４１１０２３")).toBe("411023");
});
