import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { walkBack, type DayChange, type StateCounts } from "./walk-back";

const days = ["2026-11-20", "2026-11-21", "2026-11-22"];
const none: StateCounts = { active: 0, needs_reconnect: 0, disconnected: 0, deactivated: 0 };
const change = (day: string, from: string | null, to: string, count = 1): DayChange => ({
  day,
  from,
  to,
  count,
});

describe("walking back", () => {
  test("ends with what there is now, and undoes each day's changes before it", () => {
    const history = walkBack(
      { active: 3, needs_reconnect: 1, disconnected: 1, deactivated: 0 },
      [
        change("2026-11-21", null, "active", 2),
        change("2026-11-22", "active", "needs_reconnect"),
        change("2026-11-22", "active", "disconnected"),
      ],
      days,
    );
    expect(history).toEqual([
      { day: "2026-11-20", counts: { ...none, active: 3 } },
      { day: "2026-11-21", counts: { ...none, active: 5 } },
      { day: "2026-11-22", counts: { active: 3, needs_reconnect: 1, disconnected: 1, deactivated: 0 } },
    ]);
  });

  test("takes a change of tomorrow, by a clock that is ahead, for one of today", () => {
    const history = walkBack({ ...none, active: 2 }, [change("2026-11-23", null, "active")], days);
    expect(history.map(({ counts }) => counts.active)).toEqual([1, 1, 2]);
  });

  test("lets a state that no version of ours has known count for nothing", () => {
    const [first] = walkBack({ ...none, active: 1 }, [change("2026-11-22", "toString", "active")], days);
    expect(first?.counts).toEqual(none);
  });

  test("gives back any history that was walked forward", () => {
    const states = ["active", "needs_reconnect", "disconnected", "deactivated"] as const;
    const step = fc.record({
      day: fc.constantFrom(...days),
      which: fc.nat(20),
      to: fc.constantFrom(...states),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const held = new Map<number, (typeof states)[number]>();
        const changes: DayChange[] = [];
        const ends = days.map((day) => {
          for (const { which, to } of steps.filter((each) => each.day === day)) {
            const from = held.get(which) ?? null;
            if (from !== to) changes.push(change(day, from, to));
            held.set(which, to);
          }
          const counts = { ...none };
          for (const state of held.values()) counts[state] += 1;
          return { day, counts };
        });
        expect(walkBack(ends.at(-1)?.counts ?? none, changes, days)).toEqual(ends);
      }),
    );
  });
});
