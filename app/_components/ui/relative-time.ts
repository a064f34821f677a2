import { dayMs, hourMs, minuteMs } from "@/lib/durations";
import { dayOf, formatMoment, formatShortDay, utc } from "@/lib/time-zone";

const relative = new Intl.RelativeTimeFormat("en-US", { numeric: "auto" });

const secondMs = 1_000;

/** Such as `3 minutes ago`; past thirty days, the date in that time zone. */
export function formatRelative(at: Date, now: Date, timeZone = utc): string {
  const differenceMs = at.getTime() - now.getTime();
  const distanceMs = Math.abs(differenceMs);
  if (distanceMs < 45 * secondMs) return "just now";
  if (distanceMs < 45 * minuteMs) return relative.format(awayFromZero(differenceMs / minuteMs), "minute");
  if (distanceMs < 22 * hourMs) return relative.format(awayFromZero(differenceMs / hourMs), "hour");
  if (distanceMs < 30 * dayMs) return relative.format(awayFromZero(differenceMs / dayMs), "day");
  const day = dayOf(at, timeZone);
  return `${formatShortDay(day)} ${day.slice(0, 4)}`;
}

/** Such as `22 Nov 2026, 18:06:40 UTC`. */
export function formatExact(at: Date, timeZone = utc): string {
  return formatMoment(at, timeZone);
}

/** Such as `at 18:06:40 EST`, and `on 22 Nov 2026, 18:06:40 EST` where that is not today. */
export function formatReadAt(at: Date, now: Date, timeZone: string): string {
  const moment = formatMoment(at, timeZone);
  if (dayOf(at, timeZone) !== dayOf(now, timeZone)) return `on ${moment}`;
  return `at ${moment.slice(moment.indexOf(", ") + 2)}`;
}

/** Rounded, but never to nothing: 50 seconds are a minute. */
function awayFromZero(count: number): number {
  const rounded = Math.round(count);
  return rounded === 0 ? Math.sign(count) : rounded;
}
