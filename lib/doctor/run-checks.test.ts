import { expect, test, vi } from "vitest";
import { createLog } from "../log";
import type { Check } from "./check";
import { openDoctor } from "./doctor";
import { checked } from "./finding";
import { runChecks } from "./run-checks";

const log = createLog({ write: () => undefined });
const { doctor } = openDoctor({}, { log, now: () => new Date() });
const finding = (code: string, severity: "error" | "warning") =>
  ({ code, severity, what: "What.", why: "Why.", fix: "Fix." }) as const;
const check = (id: string, run: Check["run"]): Check => ({ id, title: id, whenWell: "Well.", run });

test("one that never ends is said to be late, and holds up none of the others", async () => {
  vi.useFakeTimers();
  try {
    const running = runChecks(
      [check("stuck", () => new Promise(() => {})), check("good", () => checked([]))],
      doctor,
    );
    await vi.advanceTimersByTimeAsync(30_000);
    const { findings } = await running;
    expect(findings).toMatchObject([{ code: "check_timed_out", what: expect.stringContaining("stuck") }]);
  } finally {
    vi.useRealTimers();
  }
});

test("what is broken stands before what is at risk", async () => {
  const { findings, checks } = await runChecks(
    [
      check("first", () => checked([finding("late", "warning"), finding("gone", "error")])),
      check("second", () => checked([finding("lost", "error")])),
    ],
    doctor,
  );
  expect(findings.map(({ code }) => code)).toEqual(["gone", "lost", "late"]);
  expect(checks.map(({ id }) => id)).toEqual(["first", "second"]);
});
