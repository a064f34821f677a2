import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { runSql } from "@/scripts/postgres/cluster";
import { portalEnvironment, type StackUrls } from "@/scripts/stack/environment";
import { Problem } from "@/scripts/stack/problem";

export const benchGroupId = "group_of_the_bench";

export const connectBenchGroup = `
  insert into connections (group_id, state, scope, connected_at, state_changed_at)
  values ('${benchGroupId}', 'active', 'read_only', now(), now())`;

const longestDrainMs = 60_000;
const patienceMs = 2_000;
const pollMs = 50;

const Counts = z.tuple([
  z.object({ stored: z.coerce.number(), pending: z.coerce.number(), processed: z.coerce.number() }),
]);
export type InboxCounts = z.infer<typeof Counts>[0];

export async function countInbox(database: string): Promise<InboxCounts> {
  const sql = `select count(*) stored, count(*) filter (where state = 'pending') pending,
    count(*) filter (where state = 'processed' and group_id = '${benchGroupId}') processed from webhook_events`;
  return Counts.parse(await runSql(database, sql))[0];
}

const Pending = z.tuple([z.object({ count: z.coerce.number() })]);

/**
 * What a round leaves behind must not be charged to the next. Where the portal does not go on by itself, its cron
 * is called, as a host would. Returns how often that was.
 * @throws Problem where it takes a minute
 */
export async function waitUntilDrained(urls: StackUrls): Promise<number> {
  const deadline = Date.now() + longestDrainMs;
  let least = await countPending(urls.database);
  let fellAt = Date.now();
  let calls = 0;
  while (least > 0) {
    await delay(pollMs);
    const now = Date.now();
    if (now > deadline) throw new Problem(`${least} events are still pending a minute after the load.`);
    const pending = await countPending(urls.database);
    if (pending < least) [least, fellAt] = [pending, now];
    else if (now - fellAt > patienceMs) {
      calls += 1;
      await callCron(urls);
      fellAt = Date.now();
    }
  }
  return calls;
}

async function countPending(database: string): Promise<number> {
  const sql = "select count(*) from webhook_events where state = 'pending'";
  return Pending.parse(await runSql(database, sql))[0].count;
}

async function callCron(urls: StackUrls): Promise<void> {
  const response = await fetch(`${urls.portal}/api/cron/process`, {
    headers: { authorization: `Bearer ${portalEnvironment(urls).CRON_SECRET}` },
    signal: AbortSignal.timeout(longestDrainMs),
  });
  if (!response.ok) throw new Problem(`The cron answered ${response.status}.`);
}

const Pace = z.tuple([z.object({ per_second: z.coerce.number() })]);

/** Of what came since then: events processed per second, from the first one's coming to the last one's effect. */
export async function readPace(database: string, since: Date): Promise<number> {
  const sql = `select count(*) / extract(epoch from max(processed_at) - min(received_at)) per_second
    from webhook_events where received_at >= '${since.toISOString()}'`;
  return Pace.parse(await runSql(database, sql))[0].per_second;
}
