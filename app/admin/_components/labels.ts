import { slowerThanAllMs } from "@/lib/upstream";

const zone = { timeZone: "UTC" } as const;
const hourOfDay = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", ...zone });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", ...zone });
const whole = new Intl.NumberFormat("en-US");
const percent = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });

export type Tick = { label: string; isMinor?: boolean };

export function formatCount(count: number): string {
  return whole.format(count);
}

/** Of nothing there is no share. */
export function formatShare(part: number, total: number): string {
  return total === 0 ? "–" : percent.format(part / total);
}

/** Such as `22 Nov, 18:00`, in UTC. */
export function formatHour(hour: Date): string {
  return `${dayOfYear.format(hour)}, ${hourOfDay.format(hour)}`;
}

/** Every third hour has its time under it; every sixth where there is little room. */
export function hourTick(hour: Date): Tick | undefined {
  const hours = hour.getUTCHours();
  return hours % 3 === 0 ? { label: hourOfDay.format(hour), isMinor: hours % 6 !== 0 } : undefined;
}

/** Such as `22 Nov`. */
export function formatDay(day: string): string {
  return dayOfYear.format(new Date(`${day}T00:00:00Z`));
}

/** Counted back from the last of `days`: that one has its date under it, and one in each week before. */
export function dayTick(day: string, index: number, days: number): Tick | undefined {
  const daysAgo = days - 1 - index;
  return daysAgo % 7 === 0 ? { label: formatDay(day), isMinor: daysAgo % 14 !== 0 } : undefined;
}

/** Calls are counted under bounds, so this is as much as is known of them. */
export function formatAtMost(atMostMs: number | null): string {
  if (atMostMs === null) return "–";
  if (atMostMs === slowerThanAllMs) return "more than 3,200 ms";
  return `at most ${whole.format(atMostMs)} ms`;
}
