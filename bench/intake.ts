import { portalEnvironment } from "@/scripts/stack/environment";
import { Problem } from "@/scripts/stack/problem";
import { signDeliveries } from "./deliveries";
import { benchGroupId, countInbox, readPace, waitUntilDrained } from "./inbox";
import { fire, type Measured } from "./load";
import { compare, type Line } from "./report";
import { runRounds, type Contestant } from "./rounds";
import type { BenchStack } from "./stack";
import { median } from "./statistics";

export type IntakeOptions = { rounds: number; seconds: number };
export type IntakeReport = { lines: Line[]; note: string };

const connectionCounts = [16, 64] as const;

/** What was measured of the intake alone. */
type Taken = { answers: number; paces: number[]; cronCalls: number };

function makeContestants(
  stack: BenchStack,
  connections: number,
  taken: Taken,
): [Contestant, ...Contestant[]] {
  const { portal, database } = stack.urls;
  const secret = portalEnvironment(stack.urls).INCREASE_WEBHOOK_SECRET ?? "";
  const send = (url: string, count: number) =>
    fire({ url, connections, requests: signDeliveries(count, secret, benchGroupId) });
  const takeIn = async (count: number) => {
    const since = new Date();
    const measured = await send(`${portal}/api/webhooks/increase/live`, count);
    taken.answers += count;
    taken.cronCalls += await waitUntilDrained(stack.urls);
    taken.paces.push(await readPace(database, since));
    return measured;
  };
  return [
    { name: "intake", measure: takeIn },
    { name: "bare INSERT", measure: (count) => send(`${portal}/api/webhooks/bench/insert`, count) },
    { name: "204", measure: (count) => send(`${portal}/api/webhooks/bench/empty`, count) },
    { name: "node:http + INSERT", measure: (count) => send(stack.plainUrl, count) },
  ];
}

function valuesOf(rounds: readonly Measured[] | undefined): number[] {
  return (rounds ?? []).map(({ perSecond }) => perSecond);
}

function withLatency(line: Line, rounds: readonly Measured[]): Line {
  const [p50Ms, p99Ms] = [median(rounds.map((of) => of.p50Ms)), median(rounds.map((of) => of.p99Ms))];
  return { ...line, p50Ms, p99Ms };
}

async function measureAt(
  stack: BenchStack,
  connections: number,
  options: IntakeOptions,
  taken: Taken,
): Promise<Line[]> {
  const contestants = makeContestants(stack, connections, taken);
  const name = `intake c=${connections}`;
  const [intake = [], ...floors] = await runRounds(contestants, { label: name, connections, ...options });
  const values = valuesOf(intake);
  const lines = contestants
    .slice(1)
    .map((floor, at) =>
      withLatency(
        compare(
          { name: `${name} / ${floor.name}`, values },
          { name: floor.name, values: valuesOf(floors[at]) },
        ),
        intake,
      ),
    );
  const pace = { name: `intake processed c=${connections}`, values: taken.paces.slice(-options.rounds) };
  return [...lines, compare(pace, { name: "intake", values }, "events/s")];
}

/**
 * Requests per second of Increase's deliveries, each an event of its own with all its effects, over those of
 * routes that do less.
 * @throws Problem unless each event that was answered is stored once and has had its effect
 */
export async function benchIntake(stack: BenchStack, options: IntakeOptions): Promise<IntakeReport> {
  const lines: Line[] = [];
  const taken: Taken = { answers: 0, paces: [], cronCalls: 0 };
  for (const connections of connectionCounts) {
    lines.push(...(await measureAt(stack, connections, options, taken)));
  }
  const { answers, cronCalls } = taken;
  const { stored, processed, pending } = await countInbox(stack.urls.database);
  const note =
    `${answers} deliveries answered 2xx, ${stored} events stored, ${processed} processed, ${pending} pending; ` +
    `the cron had to be called ${cronCalls} times.`;
  if (stored !== answers || processed !== answers) throw new Problem(`The run was not sound: ${note}`);
  return { lines, note };
}
