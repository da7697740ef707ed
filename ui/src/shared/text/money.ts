/**
 * Amounts as text.
 *
 * Invariant: the interface never computes with money. It shows the decimal text that the backend gave, and hands
 * back the text that a person typed.
 */
export type MoneyText = string & { readonly __brand: "MoneyText" };

/** `-1310.00` as `−1,310.00`: separators and a true minus sign, digit by digit. */
export function shownMoney(amount: string): string {
  const negative = amount.startsWith("-");
  const [whole = "", fraction] = (negative ? amount.slice(1) : amount).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return (negative ? "−" : "") + grouped + (fraction === undefined ? "" : `.${fraction}`);
}

/** A unit price: at least two decimals, more where the price has them. */
export function shownPrice(price: string): string {
  const [whole = "0", fraction = ""] = price.split(".");
  return shownMoney(`${whole}.${fraction.padEnd(2, "0")}`);
}

/** A count of people or rows, with separators. */
export const shownCount = (count: number): string => shownMoney(String(count));

export const isZero = (amount: string): boolean => /^-?0+(\.0+)?$/.test(amount);
export const isNegative = (amount: string): boolean => amount.startsWith("-") && !isZero(amount);

/** What a hand typed, made plain: full-width digits and separators gone, at most two decimals asked for. */
export function typedMoney(text: string): { amount: MoneyText } | { problem: "format" | "decimals" | "empty" } {
  const plain = halfWidth(text).replace(/[,\s]/g, "");
  if (plain === "") return { problem: "empty" };
  if (!/^\d{1,10}(\.\d*)?$/.test(plain)) return { problem: "format" };
  const [whole = "0", fraction = ""] = plain.split(".");
  if (fraction.length > 2) return { problem: "decimals" };
  return { amount: `${whole.replace(/^0+(?=\d)/, "")}.${fraction.padEnd(2, "0")}` as MoneyText };
}

/** Full-width digits and letters, as an input method leaves them, to half-width. */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000]/g, " ")
    .replace(/[。]/g, ".");
}

/** An identity, phone or card number without the spaces and hyphens that people type. */
export function plainNumber(text: string): string {
  return halfWidth(text).replace(/[\s\-·]/g, "").toUpperCase();
}
