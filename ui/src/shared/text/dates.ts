/** Dates as the backend writes them (2026-11-22, 2026-11-22T17:20:05+08:00), shown; and dates as a clerk types them. */
import { halfWidth } from "./money";

/** `11-22`, for tables within a year. */
export const monthDay = (iso: string): string => iso.slice(5, 10);

/** `2026-11-22` */
export const fullDate = (iso: string): string => iso.slice(0, 10);

/** `17:20` */
export const clock = (iso: string): string => iso.slice(11, 16);

/** `11-22 17:20` */
export const monthDayClock = (iso: string): string => `${monthDay(iso)} ${clock(iso)}`;

/**
 * A typed date: `19620315`, `620315`, `0315` (the shown year), `.` today, `-1` yesterday, `2026-11-22`.
 * Returns the ISO form, or nothing when there is no such day.
 */
export function typedDate(text: string, today: string, kind: "birth" | "other" = "other", year = today.slice(0, 4)): string | undefined {
  const plain = halfWidth(text).trim();
  if (plain === ".") return today;
  const back = /^-(\d{1,3})$/.exec(plain);
  if (back) return shifted(today, -Number(back[1]));
  const parts = partsOf(plain, today, kind, year);
  const iso = parts && realDay(parts.year, parts.month, parts.day);
  return iso && kind === "birth" && iso > today ? undefined : iso;
}

interface DateParts {
  year: string;
  month: string;
  day: string;
}

function partsOf(plain: string, today: string, kind: "birth" | "other", year = today.slice(0, 4)): DateParts | undefined {
  const digits = plain.replace(/[-/.年月日\s]/g, "");
  if (!/^\d+$/.test(digits)) return undefined;
  if (digits.length === 8) return { year: digits.slice(0, 4), month: digits.slice(4, 6), day: digits.slice(6) };
  if (digits.length === 6 && kind === "birth") {
    const century = digits.slice(0, 2) > today.slice(2, 4) ? "19" : "20";
    return { year: century + digits.slice(0, 2), month: digits.slice(2, 4), day: digits.slice(4) };
  }
  if (digits.length === 4 && kind === "other") return { year, month: digits.slice(0, 2), day: digits.slice(2) };
  return undefined;
}

export type DateFault = { kind: "noDay"; month: number; day: number } | { kind: "future" | "birthForm" | "form" };

/** Why a typed date is none: no such day, a birthday that is still to come, or not written as a date. */
export function dateFault(text: string, today: string, kind: "birth" | "other" = "other", year = today.slice(0, 4)): DateFault {
  const parts = partsOf(halfWidth(text).trim(), today, kind, year);
  if (!parts) return { kind: kind === "birth" ? "birthForm" : "form" };
  const [month, day] = [Number(parts.month), Number(parts.day)];
  const iso = realDay(parts.year, parts.month, parts.day);
  if (iso && kind === "birth" && iso > today) return { kind: "future" };
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { kind: "noDay", month, day } : { kind: kind === "birth" ? "birthForm" : "form" };
}

/** The same day so many months later, or the last day of a shorter month. */
export function shiftedMonths(iso: string, months: number): string {
  const [year = 0, month = 1, day = 1] = iso.slice(0, 10).split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** The weeks of a month, from Monday, with the days of its neighbours that fill them. */
export function monthOf(iso: string): string[][] {
  const first = `${iso.slice(0, 8)}01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const next = shiftedMonths(first, 1);
  const weeks: string[][] = [];
  for (let monday = shifted(first, -weekday); monday < next; monday = shifted(monday, 7)) {
    weeks.push([0, 1, 2, 3, 4, 5, 6].map((day) => shifted(monday, day)));
  }
  return weeks;
}

/** A day as it stands in a sentence; tables have it as it is. */
export function dayInWords(iso: string, locale: "zh" | "en"): string {
  const [year, month, day] = iso.split("-").map(Number);
  if (locale === "zh") return `${year} 年 ${month} 月 ${day} 日`;
  const name = new Date(`${iso}T00:00:00Z`).toLocaleDateString("en-GB", { month: "long", timeZone: "UTC" });
  return `${day} ${name} ${year}`;
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
