import { runStep } from "@/scripts/stack/steps";
import type { Measured } from "./load";

/** Something to be measured at one number of connections, with as many requests as it is told. */
export type Contestant = { name: string; measure: (requests: number) => Promise<Measured> };

export type RoundsOptions = { label: string; connections: number; rounds: number; seconds: number };

/** Of each contestant, in the order they were given, what each round measured. */
export type Rounds = Measured[][];

/** Enough to know how many requests fill a round. */
const firstRequestsEach = 10;

/**
 * Measures all contestants in every round, one after the other, each round beginning with another one. A round
 * has a fixed number of requests, so that all are answered: as many as should take so many seconds. What goes
 * before the first counted round warms up.
 */
export async function runRounds(
  contestants: readonly Contestant[],
  { label, connections, rounds, seconds }: RoundsOptions,
): Promise<Rounds> {
  const kept: Rounds = contestants.map(() => []);
  const rates = contestants.map(() => 0);
  for (let round = -1; round <= rounds; round += 1) {
    const name = round < 1 ? "warming up" : `round ${round} of ${rounds}`;
    await runStep(`${label}, ${name}`, () => measureAll(round), process.stderr);
  }
  return kept;

  async function measureAll(round: number): Promise<void> {
    for (const at of inTurn(contestants.length, round)) {
      const each = Math.max(firstRequestsEach, Math.round(((rates[at] ?? 0) * seconds) / connections));
      const measured = await contestants[at]?.measure(each * connections);
      if (measured === undefined) continue;
      rates[at] = measured.perSecond;
      if (round >= 1) kept[at]?.push(measured);
    }
  }
}

function inTurn(length: number, first: number): number[] {
  return Array.from({ length }, (_none, at) => (at + first + length) % length);
}
