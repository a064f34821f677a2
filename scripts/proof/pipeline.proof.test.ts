import fc from "fast-check";
import { expect, test } from "vitest";
import { startTestPortal, type TestPortal } from "@/lib/testing/test-portal";
import { anyScenario, findFault, type Scenario } from "./pipeline-model";
import { play } from "./pipeline-run";
import { seed, size, suiteNamed } from "./suite";

const suite = suiteNamed("pipeline");
const runs = size(300, 15);
/** Every reconciliation walks through all connections that there ever were. */
const runsPerPortal = 25;
/** Among so few, one of the ends may be missing. */
const fewRuns = 15;

const ends = new Map<string, number>();
let done = 0;

async function prove(portal: TestPortal, scenario: Scenario): Promise<void> {
  const { row, truth, hasLeft, reconciled } = await play(portal, scenario);
  expect(reconciled).toMatchObject({ status: "ran", isComplete: true });
  expect(
    findFault(row, truth, { hasLeft, isSpaced: scenario.isSpaced }),
    JSON.stringify({ row, truth, hasLeft }),
  ).toBeNull();
  ends.set(row.state, (ends.get(row.state) ?? 0) + 1);
  done += 1;
  suite.progress("scenarios", done, runs);
}

test("every order, repetition and loss of what happens to a connection ends in the one right state", async () => {
  for (let begun = 0; begun < runs; begun += runsPerPortal) {
    const portal = await startTestPortal();
    try {
      const numRuns = Math.min(runsPerPortal, runs - begun);
      const property = fc.asyncProperty(anyScenario, (scenario) => prove(portal, scenario));
      await fc.assert(property, { numRuns, seed: seed + begun });
    } finally {
      await portal.close();
    }
  }
  suite.figure("scenarios that ended in the one right state", done, { is: runs });
  for (const state of ["active", "disconnected", "deactivated"]) {
    suite.figure(`of them as ${state}`, ends.get(state) ?? 0, { atLeast: runs < fewRuns ? 0 : 1 });
  }
});
