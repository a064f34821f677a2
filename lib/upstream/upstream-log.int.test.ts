import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "@/db/client";
import { findNewestConnection } from "@/db/queries/connections";
import { listUpstreamCalls, listUpstreamErrors } from "@/db/queries/upstream";
import { openGroup } from "../connections";
import { runProcess, runReconcile } from "../crons";
import { getCurrentGroup, UpstreamError, type IncreaseCall } from "../increase";
import { createLog } from "../log";
import { openIncrease } from "../services";
import { connectGroup } from "../testing/sign-in";
import { staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { Secret } from "../vault";
import { reveal } from "../vault/reveal";
import { createUpstreamLog, readUpstream, slowerThanAllMs } from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterEach(async () => {
  await fetch(`${portal.simulator.url}/_sim/faults`, { method: "DELETE" });
  await portal.services.upstream.flush();
  await portal.services.db.execute(sql`truncate upstream_calls, upstream_errors`);
});
afterAll(() => portal.close());

const nowhere = "postgres://u:p@127.0.0.1:1/none";
const quiet = () => createLog({ write: () => undefined });
const allErrors = async () => (await portal.services.db.query.upstreamErrors.findMany()).toReversed();
const countsSince = (since: Date) => listUpstreamCalls(portal.services.db, since);
const past = new Date("2020-01-01T00:00:00Z");

function aCall(fields: Partial<IncreaseCall> = {}): IncreaseCall {
  return {
    environment: "live",
    owner: "platform",
    groupId: null,
    requestId: null,
    method: "GET",
    path: "/oauth_connections",
    durationMs: 30,
    error: null,
    ...fields,
  };
}

const failed = (fields: Partial<IncreaseCall> = {}) =>
  aCall({ error: new UpstreamError("unavailable", 503, { title: "Down" }), ...fields });

/** A log on the test's database, with a clock that the test moves. */
function logAt(start: string) {
  let nowMs = new Date(start).getTime();
  const log = createUpstreamLog(portal.services.db, quiet(), () => new Date(nowMs));
  return { ...log, passSeconds: (seconds: number) => void (nowMs += seconds * 1000) };
}

describe("a call that Increase refuses", () => {
  test("is one row, in Increase's own words, with group and request, and no token anywhere", async () => {
    const { groupId } = await connectGroup(portal);
    await portal.services.upstream.flush();
    await portal.control("faults", {
      path: "/live/groups/current",
      status: 403,
      type: "insufficient_permissions_error",
    });
    const context = portal.createContext();
    const group = await openGroup(context, groupId, "live");
    const error: unknown = await group.call(getCurrentGroup).catch((caught: unknown) => caught);
    if (!(error instanceof UpstreamError)) throw error;
    await portal.services.upstream.flush();
    const rows = await allErrors();
    expect(rows).toMatchObject([
      {
        environment: "live",
        owner: "group",
        groupId,
        requestId: context.requestId,
        request: "GET /groups/current",
        kind: "forbidden",
        status: 403,
        type: "insufficient_permissions_error",
        title: error.problem.title,
        detail: error.problem.detail ?? null,
      },
    ]);
    expect(rows[0]?.title).toMatch(/\w/);
    const connection = await findNewestConnection(portal.services.db, groupId);
    const owner = { connectionId: connection?.id ?? "", groupId, environment: "live" } as const;
    const token = reveal(portal.services.vault.open(connection?.tokens[0]?.sealed ?? "", owner));
    const stored = JSON.stringify(rows, (_key, value: unknown) =>
      typeof value === "bigint" ? String(value) : value,
    );
    for (const secret of [token, portal.services.env.INCREASE_API_KEY]) {
      expect(stored + portal.logLines()).not.toContain(secret);
    }
    const found = await listUpstreamErrors(portal.services.db, { groupId, before: null, limit: 10 });
    expect(found).toEqual(rows);
    const [row] = found;
    const earlier = { groupId, before: row?.at ?? null, limit: 10 };
    expect(await listUpstreamErrors(portal.services.db, earlier)).toEqual([]);
  });

  test("with words that PostgreSQL can't hold, or endless ones, is written down all the same", async () => {
    const { note, flush } = logAt("2026-11-22T18:00:00Z");
    const problem = { title: "a\0b", detail: "x".repeat(5_000) };
    note(aCall({ error: new UpstreamError("invalid", 400, problem) }));
    await flush();
    expect(await allErrors()).toMatchObject([{ title: "ab", detail: "x".repeat(1_000) }]);
  });
});

describe("counts", () => {
  test("add up over flushes and over two processes, each under its hour, outcome and bound", async () => {
    const [one, other] = [logAt("2026-11-22T18:59:50Z"), logAt("2026-11-22T18:59:50Z")];
    one.note(aCall({ durationMs: 30 }));
    one.note(aCall({ durationMs: 50, environment: "sandbox" }));
    one.note(aCall({ durationMs: 9_000 }));
    other.note(failed({ durationMs: 120 }));
    await Promise.all([one.flush(), other.flush(), one.flush()]);
    one.note(aCall({ durationMs: 10 }));
    one.passSeconds(30);
    one.note(aCall({ durationMs: 10 }));
    await one.flush();
    const [six, seven] = [new Date("2026-11-22T18:00:00Z"), new Date("2026-11-22T19:00:00Z")];
    expect(await countsSince(past)).toEqual([
      { hour: six, outcome: "ok", atMostMs: 50, calls: 3 },
      { hour: six, outcome: "failed", atMostMs: 200, calls: 1 },
      { hour: six, outcome: "ok", atMostMs: slowerThanAllMs, calls: 1 },
      { hour: seven, outcome: "ok", atMostMs: 50, calls: 1 },
    ]);
  });

  test("are written with the first call after ten seconds, not with each", async () => {
    const { note, passSeconds } = logAt("2026-11-22T18:00:00Z");
    for (let call = 0; call < 5; call += 1) note(aCall());
    passSeconds(9);
    note(aCall());
    expect(await countsSince(past)).toEqual([]);
    passSeconds(1);
    note(aCall());
    await expect.poll(() => countsSince(past)).toMatchObject([{ calls: 7 }]);
  });

  test.each(["process", "reconcile"] as const)("are written when the cron %s runs", async (cron) => {
    await connectGroup(portal);
    expect(await countsSince(past)).toEqual([]);
    const deadline = new Date(portal.services.now().getTime() + 30_000);
    const run = cron === "process" ? runProcess : runReconcile;
    await run(portal.createContext(), { deadline });
    const counted = (await countsSince(past)).reduce((sum, { calls }) => sum + calls, 0);
    // The exchange, the group, our application, its connections; a reconciliation has its own besides.
    expect(counted).toBeGreaterThanOrEqual(4);
  });
});

describe("a database that is down", () => {
  test("breaks no call, and stands in the log", async () => {
    const lines: string[] = [];
    const down = openDatabase({ url: nowhere });
    const log = createUpstreamLog(down, createLog({ write: (line) => lines.push(line) }), () => new Date());
    const { env } = portal.services;
    const { groupId } = await connectGroup(portal);
    await portal.control("faults", { path: "/live/groups/current", status: 500 });
    const group = openIncrease(env, { onCall: log.note }).group(new Secret("no-such-token"), "live", {
      groupId,
    });
    for (const kind of ["unavailable", "unauthorized", "unauthorized"]) {
      await expect(getCurrentGroup(group)).rejects.toMatchObject({ kind });
    }
    await expect(log.flush()).resolves.toBeUndefined();
    expect(lines.join("")).toMatch(/not yet written down/);
    expect(lines.join("")).toMatch(/were not written down/);
    expect(lines.join("")).not.toContain("no-such-token");
    await down.close();
  });

  test("that does not answer delays no call", async () => {
    const { db, increase, upstream } = portal.services;
    const group = increase.group(new Secret("no-such-token"), "live");
    await db.transaction(async (tx) => {
      await tx.execute(sql`lock table upstream_errors in access exclusive mode`);
      await expect(getCurrentGroup(group)).rejects.toMatchObject({ kind: "unauthorized" });
      await expect(getCurrentGroup(group)).rejects.toMatchObject({ kind: "unauthorized" });
    });
    await upstream.flush();
    expect(await allErrors()).toHaveLength(2);
  });

  test("loses no count: they wait for the next time", async () => {
    const { db } = portal.services;
    const { note, flush } = logAt("2026-11-22T18:00:00Z");
    await db.execute(sql`alter table upstream_calls rename to upstream_calls_away`);
    note(aCall());
    await flush();
    note(aCall());
    await db.execute(sql`alter table upstream_calls_away rename to upstream_calls`);
    await flush();
    expect(await countsSince(past)).toMatchObject([{ calls: 2 }]);
  });
});

test("of one minute sixty errors are written down, and all are counted", async () => {
  const { note, flush, passSeconds } = logAt("2026-11-22T18:00:00Z");
  for (let call = 0; call < 100; call += 1) note(failed());
  await flush();
  expect(await allErrors()).toHaveLength(60);
  expect(await countsSince(past)).toMatchObject([{ outcome: "failed", calls: 100 }]);
  passSeconds(60);
  note(failed());
  await flush();
  expect(await allErrors()).toHaveLength(61);
});

test("what is older than 35 days goes with a reconciliation, and nothing younger", async () => {
  const { now } = portal.services;
  const daysAgo = (days: number) => new Date(now().getTime() - days * 86_400_000).toISOString();
  for (const days of [36, 34]) {
    const { note, flush } = logAt(daysAgo(days));
    note(failed());
    await flush();
  }
  const deadline = new Date(now().getTime() + 30_000);
  await runReconcile(portal.createContext(), { deadline });
  expect((await allErrors()).map(({ at }) => at.toISOString().slice(0, 10))).toEqual([
    daysAgo(34).slice(0, 10),
  ]);
  const counts = await countsSince(past);
  expect(counts.filter(({ outcome }) => outcome === "failed")).toMatchObject([{ calls: 1 }]);
});

describe("the last 24 hours", () => {
  test("are an hour each, with the share that failed and how long they took", async () => {
    const { now } = portal.services;
    const { note, flush } = logAt(now().toISOString());
    for (let call = 0; call < 18; call += 1) note(aCall({ durationMs: 80 }));
    note(failed({ durationMs: 700, environment: "sandbox" }));
    note(failed({ durationMs: 5_000 }));
    await flush();
    const old = logAt(new Date(now().getTime() - 24 * 3_600_000).toISOString());
    old.note(aCall());
    await old.flush();
    const hours = await readUpstream(portal.createContext(staffActor("viewer")));
    expect(hours).toHaveLength(24);
    expect(hours.at(-1)).toMatchObject({ calls: 20, failed: 2, halfAtMostMs: 100, mostAtMostMs: 800 });
    expect(hours.slice(0, -1).every(({ calls, halfAtMostMs }) => calls === 0 && halfAtMostMs === null)).toBe(
      true,
    );
  });

  test.each([
    ["nobody", null, "not_signed_in"],
    ["a customer", { kind: "customer", groupId: "group_1", sessionId: "" }, "not_found"],
    ["the system", { kind: "system" }, "not_found"],
  ] as const)("are not for %s", async (_who, actor, code) => {
    await expect(readUpstream(portal.createContext(actor))).rejects.toMatchObject({ code });
  });
});
