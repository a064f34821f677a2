import "server-only";
import { LRUCache } from "lru-cache";
import { Temporal } from "temporal-polyfill";

export const utc = "UTC";

const longestName = 64;
const epoch = Temporal.Instant.fromEpochMilliseconds(0);

/** An IANA name that this runtime knows, spelled as IANA spells it. An offset such as `+01:00` is none. */
export function isTimeZone(name: string): boolean {
  // Attack: a cookie with an offset or a date, which Temporal takes for zones too, or one name in a thousand spellings
  // of upper and lower case, each of which would be remembered.
  if (name.length > longestName || !/^[A-Z][\w+/-]*$/i.test(name)) return false;
  try {
    return epoch.toZonedDateTimeISO(name).timeZoneId === name;
  } catch {
    return false;
  }
}

/** `2026-11-22`: a day of the calendar from 1970 on, whose moments have a year of four digits in every zone. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < "1970-01-01" || text > "9998-12-31") return false;
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

export function addDays(day: string, count: number): string {
  return Temporal.PlainDate.from(day).add({ days: count }).toString();
}

function startMs(day: string, timeZone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds;
}

/** A page and a file ask for the same few days once for each of their rows. */
const ends = new LRUCache<string, number>({ max: 2_000 });

function endMs(day: string, timeZone: string): number {
  const key = `${timeZone} ${day}`;
  const found = ends.get(key) ?? startMs(addDays(day, 1), timeZone) - 1;
  ends.set(key, found);
  return found;
}

/** The first moment of a day: its first midnight, or what comes after the gap where there is no midnight. */
export function startOfDay(day: string, timeZone: string): Date {
  return new Date(startMs(day, timeZone));
}

/** The last millisecond before the next day. A day that a zone left out ends where it begins, with no moment in it. */
export function endOfDay(day: string, timeZone: string): Date {
  return new Date(endMs(day, timeZone));
}

type Clock = { format: Intl.DateTimeFormat; british: Intl.DateTimeFormat };

/** A format takes longer to make than a page's worth of times to write; some zones are enough to keep. */
const clocks = new LRUCache<string, Clock>({ max: 50 });

function clockOf(timeZone: string): Clock {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const clock = {
    format: new Intl.DateTimeFormat("en-US", {
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
      timeZone,
    }),
    british: new Intl.DateTimeFormat("en-GB", { timeZoneName: "short", timeZone }),
  };
  clocks.set(timeZone, clock);
  return clock;
}

type Part = (type: Intl.DateTimeFormatPartTypes) => string;

function partsOf(format: Intl.DateTimeFormat, at: Date): Part {
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return (type) => parts.get(type) ?? "";
}

/** The day, such as `2026-11-22`, that a moment belongs to: exactly one, and a later moment never to an earlier one. */
export function dayOf(at: Date, timeZone: string): string {
  const part = partsOf(clockOf(timeZone).format, at);
  const day = `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
  // Clocks in St. John's went back a minute after midnight, into the evening before: a day once begun goes on.
  return at.getTime() <= endMs(day, timeZone) ? day : addDays(day, 1);
}

export type ChartDays = 7 | 30 | 90;

/** Days from one point to the next: with the point for now, a chart has at most 31. */
const stepOf = { 7: 1, 30: 1, 90: 3 } as const;

/** The ends of days that a balance is charted at, oldest first. Today, which has not ended, is not among them. */
export function dayEnds({
  days,
  now,
  timeZone,
}: {
  days: ChartDays;
  now: Date;
  timeZone: string;
}): { day: string; at: Date }[] {
  const today = dayOf(now, timeZone);
  const step = stepOf[days];
  return Array.from({ length: days / step }, (_, index) => {
    const day = addDays(today, index * step - days);
    return { day, at: endOfDay(day, timeZone) };
  });
}

const words = new Intl.DateTimeFormat("en-US", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: utc,
});
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Such as `Sunday, 22 November 2026`. */
export function formatDay(day: string): string {
  const part = partsOf(words, startOfDay(day, utc));
  return `${part("weekday")}, ${part("day")} ${part("month")} ${part("year")}`;
}

function toShortDay(month: string, day: string): string {
  return `${Number(day)} ${months[Number(month) - 1]}`;
}

export type Month = { from: string; to: string; label: string };

/** The calendar's months, this one first, from their first day to their last; labels such as `November 2026`. */
export function recentMonths({
  now,
  timeZone,
  count,
}: {
  now: Date;
  timeZone: string;
  count: number;
}): Month[] {
  const thisMonth = Temporal.PlainDate.from(dayOf(now, timeZone)).toPlainYearMonth();
  return Array.from({ length: count }, (_, index) => {
    const month = thisMonth.subtract({ months: index });
    const from = month.toPlainDate({ day: 1 }).toString();
    const part = partsOf(words, startOfDay(from, utc));
    const to = month.toPlainDate({ day: month.daysInMonth }).toString();
    return { from, to, label: `${part("month")} ${part("year")}` };
  });
}

/** Such as `22 Nov`. */
export function formatShortDay(day: string): string {
  return toShortDay(day.slice(-5, -3), day.slice(-2));
}

/** Such as `UTC−5` or `UTC+5:45`. */
function offsetAt(at: Date, timeZone: string): string {
  const { offset } = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  const [hours = "", minutes = ""] = offset.slice(1).split(":");
  const figure = `${hours.replace(/^0/, "")}${minutes === "00" ? "" : `:${minutes}`}`;
  return figure === "0" ? utc : `UTC${offset.startsWith("-") ? "−" : "+"}${figure}`;
}

/** Where a language has no name for a zone, Intl gives an offset such as `GMT-3`. */
const isNamed = (name: string) => !/\d/.test(name);

/** Such as `22 Nov 2026, 18:06:40 EST`: the clock's own date, exact to the second, with its zone. */
export function formatMoment(at: Date, timeZone: string): string {
  const { format, british } = clockOf(timeZone);
  const part = partsOf(format, at);
  const date = `${toShortDay(part("month"), part("day"))} ${part("year")}`;
  // American English has names for America's zones, British English for Europe's; the others go by their offset.
  const american = part("timeZoneName");
  const name = isNamed(american) ? american : partsOf(british, at)("timeZoneName");
  const zone = isNamed(name) ? name : offsetAt(at, timeZone);
  return `${date}, ${part("hour")}:${part("minute")}:${part("second")} ${zone}`;
}

/** Such as `18:06`: what a clock on the wall showed. */
export function formatClock(at: Date, timeZone: string): string {
  const part = partsOf(clockOf(timeZone).format, at);
  return `${part("hour")}:${part("minute")}`;
}

/** What a page says of the zone its days are in, such as `New York time (UTC−5)`. */
export function describeTimeZone(timeZone: string, now: Date): string {
  const offset = offsetAt(now, timeZone);
  // Names without a place, such as `EST` or `Etc/GMT+5`: a sign in the latter means the opposite of what it says.
  if (timeZone.startsWith("Etc/") || timeZone === utc) return offset;
  const place = timeZone.slice(timeZone.lastIndexOf("/") + 1).replaceAll("_", " ");
  return timeZone.includes("/") ? `${place} time (${offset})` : `${place} (${offset})`;
}
