import { dayOf } from "@/lib/time-zone";

export type DayGroup<Entry> = { day: string; entries: Entry[] };

/** The entries under the days that they belong to, in the order in which they came. A day comes once. */
export function groupByDay<Entry extends { createdAt: Date }>(
  entries: readonly Entry[],
  timeZone: string,
): DayGroup<Entry>[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const day = dayOf(entry.createdAt, timeZone);
    const group = groups.get(day) ?? [];
    group.push(entry);
    groups.set(day, group);
  }
  return [...groups].map(([day, ofDay]) => ({ day, entries: ofDay }));
}
