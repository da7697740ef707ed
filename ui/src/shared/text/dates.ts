/** Dates as the backend writes them (2026-11-22, 2026-11-22T17:20:05+08:00), shown; and dates as a clerk types them. */

/** `11-22`, for tables within a year. */
export const monthDay = (iso: string): string => iso.slice(5, 10);

/** `2026-11-22` */
export const fullDate = (iso: string): string => iso.slice(0, 10);

/** `17:20` */
export const clock = (iso: string): string => iso.slice(11, 16);

/** `11-22 17:20` */
export const monthDayClock = (iso: string): string => `${monthDay(iso)} ${clock(iso)}`;

/**
 * A typed date: `19620315`, `620315`, `0315` (this year), `.` today, `-1` yesterday, `2026-11-22`.
 * Returns the ISO form, or nothing when there is no such day.
 */
export function typedDate(text: string, today: string, kind: "birth" | "other" = "other"): string | undefined {
  const plain = text.trim().replace(/[０-９]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  if (plain === "." || plain === "。") return today;
  const back = /^-(\d{1,3})$/.exec(plain);
  if (back) return shifted(today, -Number(back[1]));
  const digits = plain.replace(/[-/.年月日\s]/g, "");
  if (!/^\d+$/.test(digits)) return undefined;
  if (digits.length === 8) return realDay(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6));
  if (digits.length === 6 && kind === "birth") {
    const century = digits.slice(0, 2) > today.slice(2, 4) ? "19" : "20";
    return realDay(century + digits.slice(0, 2), digits.slice(2, 4), digits.slice(4));
  }
  if (digits.length === 4 && kind === "other") return realDay(today.slice(0, 4), digits.slice(0, 2), digits.slice(2));
  return undefined;
}

/** The day so many days later. */
export function shifted(iso: string, days: number): string {
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function realDay(year: string, month: string, day: string): string | undefined {
  const iso = `${year}-${month}-${day}`;
  const date = new Date(`${iso}T00:00:00Z`);
  const real = !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === iso;
  return real && year >= "1880" ? iso : undefined;
}

/** Today by the clock of this computer, as a default for fields; the backend decides what counts. */
export function localToday(): string {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
