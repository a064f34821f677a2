import { readFile } from "node:fs/promises";
import autocannon from "autocannon";
import { Client } from "pg";
import { z } from "zod";
import { fillConnections } from "@/db/testing/connection-rows";
import { portalEnvironment } from "@/scripts/stack/environment";
import { Problem } from "@/scripts/stack/problem";
import { runStep } from "@/scripts/stack/steps";
import { signDeliveries } from "./deliveries";
import { deal } from "./load";
import { benchGroupId, connectBenchGroup, waitUntilDrained } from "./inbox";
import type { BenchStack } from "./stack";

const sizes = [1_000, 100_000] as const;
const rates = [1, 10, 100] as const;
/** Long enough for some events at the slowest rate. */
const leastSeconds = 10;
const walCounter = z.tuple([z.object({ bytes: z.coerce.number(), table: z.coerce.number() })]);

/** What a steady rate of events costs, with so many connections in the database. */
export type OperationLine = {
  connections: number;
  eventsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** From an event's arrival to its effect, the slowest. */
  slowestEffectMs: number;
  /** Of one core, all threads of the portal together. */
  cpuMsPerEvent: number;
  walBytesPerEvent: number;
  tableBytesPerEvent: number;
};

export type OperationReport = { lines: OperationLine[]; bytesPerConnection: number };

const ticksPerSecond = 100;

/** The processor time that a process has had, all its threads together: proc(5). */
async function readCpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

async function readBytes(client: Client): Promise<{ bytes: number; table: number }> {
  const { rows } = await client.query(
    `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') bytes, pg_total_relation_size('webhook_events') "table"`,
  );
  return walCounter.parse(rows)[0];
}

async function fill(client: Client, count: number): Promise<void> {
  await client.query("truncate users, connections, oauth_connections cascade");
  for (const statement of fillConnections) await client.query(statement, [count]);
  await client.query(connectBenchGroup);
  await client.query("vacuum (analyze)");
}

async function sizeOfConnections(client: Client): Promise<number> {
  const { rows } = await client.query(
    `select sum(pg_total_relation_size(name)) bytes
     from unnest(array['users', 'connections', 'connection_tokens', 'oauth_connections']) as name`,
  );
  return z.tuple([z.object({ bytes: z.coerce.number() })]).parse(rows)[0].bytes;
}

async function slowestEffectMs(client: Client, since: Date): Promise<number> {
  const { rows } = await client.query(
    `select coalesce(max(extract(epoch from processed_at - received_at)), 0) * 1000 ms
     from webhook_events where received_at >= $1`,
    [since],
  );
  return z.tuple([z.object({ ms: z.coerce.number() })]).parse(rows)[0].ms;
}

/** @throws Problem unless each delivery was taken */
async function deliver(stack: BenchStack, perSecond: number, seconds: number) {
  const secret = portalEnvironment(stack.urls).INCREASE_WEBHOOK_SECRET ?? "";
  const amount = perSecond * seconds;
  const connections = Math.min(perSecond, 10);
  const shares = deal(signDeliveries(amount, secret, benchGroupId), connections);
  const result = await autocannon({
    url: `${stack.urls.portal}/api/webhooks/increase/live`,
    connections,
    overallRate: perSecond,
    amount,
    setupClient: (client) => client.setRequests(shares.pop() ?? []),
  });
  if (result["2xx"] !== amount) throw new Problem(`${result["2xx"]} of ${amount} deliveries were taken.`);
  return result.latency;
}

async function measure(
  stack: BenchStack,
  client: Client,
  { connections, perSecond, seconds }: { connections: number; perSecond: number; seconds: number },
): Promise<OperationLine> {
  const since = new Date();
  const [cpuBefore, bytesBefore] = [await readCpuMs(stack.portalPid), await readBytes(client)];
  const latency = await deliver(stack, perSecond, seconds);
  await waitUntilDrained(stack.urls);
  const [cpuAfter, bytesAfter] = [await readCpuMs(stack.portalPid), await readBytes(client)];
  const events = perSecond * seconds;
  return {
    connections,
    eventsPerSecond: perSecond,
    p50Ms: latency.p50,
    p99Ms: latency.p99,
    slowestEffectMs: await slowestEffectMs(client, since),
    cpuMsPerEvent: (cpuAfter - cpuBefore) / events,
    walBytesPerEvent: (bytesAfter.bytes - bytesBefore.bytes) / events,
    tableBytesPerEvent: (bytesAfter.table - bytesBefore.table) / events,
  };
}

/** What an operator pays: 1, 10 and 100 events a second, each with a thousand and a hundred thousand connections. */
export async function benchOperation(
  stack: BenchStack,
  { seconds }: { seconds: number },
): Promise<OperationReport> {
  const client = new Client({ connectionString: stack.ownerUrl });
  await client.connect();
  const lasts = Math.max(seconds, leastSeconds);
  const lines: OperationLine[] = [];
  let bytesPerConnection = 0;
  try {
    for (const connections of sizes) {
      await fill(client, connections);
      bytesPerConnection = (await sizeOfConnections(client)) / connections;
      await deliver(stack, 50, 4);
      await waitUntilDrained(stack.urls);
      for (const perSecond of rates) {
        const label = `${perSecond} events a second, ${connections.toLocaleString("en-US")} connections`;
        const work = () => measure(stack, client, { connections, perSecond, seconds: lasts });
        lines.push(await runStep(label, work, process.stderr));
      }
    }
  } finally {
    await client.end();
  }
  return { lines, bytesPerConnection };
}
