import "server-only";
import { setTimeout as delay } from "node:timers/promises";

/** Asks the database: whether it answers. */
type Probe = () => Promise<boolean>;
type Away = { probe: Probe; probing: Promise<boolean> | null; nextProbeMs: number };

declare global {
  // proxy.ts is built apart from the pages, with modules of its own: what both know hangs on the process.
  // Where the two are separate functions, as they may be on Vercel, the pages' own answer is left.
  var portalDatabaseAway: Away | undefined;
}

const probeEveryMs = 1_000;
const probeWaitMs = 2_000;

/** A request has found that the database does not answer, or had no answer in its time: the next question tells. */
export function noteDatabaseAway(probe: Probe): void {
  globalThis.portalDatabaseAway ??= { probe, probing: null, nextProbeMs: 0 };
}

async function runProbe(away: Away): Promise<boolean> {
  const answers = await away.probe();
  if (answers && globalThis.portalDatabaseAway === away) globalThis.portalDatabaseAway = undefined;
  away.nextProbeMs = performance.now() + probeEveryMs;
  away.probing = null;
  return !answers;
}

/**
 * Whether the database is known to be away. Costs nothing while it answers; once it was found away, one question a
 * second for all requests together, and none waits for it longer than two.
 */
export async function isDatabaseAway(): Promise<boolean> {
  const away = globalThis.portalDatabaseAway;
  if (away === undefined) return false;
  if (away.probing === null && performance.now() >= away.nextProbeMs) away.probing = runProbe(away);
  if (away.probing === null) return true;
  return Promise.race([away.probing, delay(probeWaitMs, true, { ref: false })]);
}
