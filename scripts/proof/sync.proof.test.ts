import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { syncConnections } from "@/lib/connections";
import type { Context } from "@/lib/context";
import { makeStaff } from "@/lib/testing/staff";
import { watchStatements } from "@/lib/testing/statements";
import { startTestPortal, type TestPortal } from "@/lib/testing/test-portal";
import { platform } from "@/simulator/platform";
import { describeValue } from "./figures";
import { size, suiteNamed } from "./suite";

const suite = suiteNamed("sync of all connections");
const all = size(10_000, 1_000);
const perCall = 100;
/** Long enough for some pages, short enough to stop many times on the way. */
const partMs = 40;

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
  for (let sequence = 0; sequence < all; sequence += 1) {
    portal.simulator.world.state.connections.push({
      id: `connection_many_${String(sequence).padStart(6, "0")}`,
      environment: "live",
      groupId: `group_many_${sequence}`,
      applicationId: platform.application.id,
      scope: "read_only",
      at: Date.now() - (all - sequence) * 1000,
      sequence,
      deletedAt: null,
      parentId: null,
    });
  }
});
afterAll(() => portal.close());

const logged = z.object({ data: z.array(z.object({ path: z.string(), query: z.unknown() })) });

async function takeListCalls(): Promise<number> {
  const answer = await fetch(`${portal.simulator.url}/_sim/requests?path=/live/oauth_connections`);
  const { data } = logged.parse(await answer.json());
  await fetch(`${portal.simulator.url}/_sim/requests`, { method: "DELETE" });
  return data.length;
}

/** What is in use once all that can go is gone. */
function heapInUse(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed;
}

async function syncInParts(
  context: Context,
  afterPart: () => void,
): Promise<{ calls: number; parts: number }> {
  let [calls, parts] = [0, 0];
  for (;;) {
    const deadline = new Date(context.now().getTime() + partMs);
    const sync = await syncConnections(context, { deadline });
    parts += 1;
    calls += await takeListCalls();
    afterPart();
    suite.progress("connections", sync.seen, all);
    if (!sync.isDone) continue;
    expect(sync).toMatchObject({ seen: all, pages: all / perCall, differences: { only_at_increase: all } });
    return { calls, parts };
  }
}

test("a sync reads each page once, in as many parts as it takes, with few statements", async () => {
  const { actor } = await makeStaff(portal, "operator");
  const statements = watchStatements();
  const { calls, parts } = await syncInParts(portal.createContext(actor), () => undefined);
  const counted = statements();
  vi.restoreAllMocks();
  expect(parts).toBeGreaterThan(1);
  suite.figure(`list calls for ${describeValue(all)} connections, in ${parts} parts`, calls, {
    is: all / perCall,
  });
  suite.figure("statements for each hundred connections", counted / (all / perCall), { atMost: 10 });
});

test("a sync holds no more of the list at its end than at its beginning", async () => {
  const { actor } = await makeStaff(portal, "operator");
  const heaps: number[] = [];
  await syncInParts(portal.createContext(actor), () => heaps.push(heapInUse()));
  const [first = Number.NaN] = heaps;
  const ratio = (heaps.at(-1) ?? Number.NaN) / first;
  suite.figure("memory in use after the last part, to that after the first", ratio, { atMost: 1.1 });
});
