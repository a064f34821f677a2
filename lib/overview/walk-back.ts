import "server-only";
import type { ConnectionState } from "../connections";

export type StateCounts = Record<ConnectionState, number>;
/** How many went from one state to another in a day; `from` is null for new ones. */
export type DayChange = { day: string; from: string | null; to: string; count: number };

function isState(state: string | null, counts: StateCounts): state is ConnectionState {
  return state !== null && Object.hasOwn(counts, state);
}

function undo(counts: StateCounts, changes: DayChange[]): StateCounts {
  const before = { ...counts };
  for (const { from, to, count } of changes) {
    if (isState(to, before)) before[to] -= count;
    if (isState(from, before)) before[from] += count;
  }
  return before;
}

/**
 * How many connections were in each state at the end of each day: what there is now, less what has changed since.
 * @param days such as `2026-11-22`, in order; the last one is today
 */
export function walkBack(
  counts: StateCounts,
  changes: DayChange[],
  days: string[],
): { day: string; counts: StateCounts }[] {
  return days.map((day, index) => {
    const later = index === days.length - 1 ? [] : changes.filter((change) => change.day > day);
    return { day, counts: undo(counts, later) };
  });
}
