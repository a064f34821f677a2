import type { BalancePoint } from "@/lib/banking";
import { addDays, endOfDay } from "@/lib/time-zone";

export const timeZone = "America/New_York";
export const now = new Date("2026-11-22T23:06:40Z");

/** Points at the ends of the days before 22 November, and now. */
export function pointsOf(...cents: (number | null)[]): BalancePoint[] {
  return cents.map((each, index) => {
    const day = addDays("2026-11-22", index - cents.length + 1);
    return { day, at: index === cents.length - 1 ? now : endOfDay(day, timeZone), cents: each };
  });
}
