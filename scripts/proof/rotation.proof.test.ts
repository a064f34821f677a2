import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { findConnection } from "@/db/queries/connections";
import { findKeptAccounts } from "@/db/queries/kept-accounts";
import { readAccounts } from "@/lib/banking";
import { mintSandboxToken } from "@/lib/connections";
import type { IncreaseEnvironment } from "@/lib/increase";
import { makeOperator, readConnection, selectRows } from "@/lib/testing/connection-acts";
import { connectGroup, signIn } from "@/lib/testing/sign-in";
import { startTestPortal, type TestPortal } from "@/lib/testing/test-portal";
import { createVault } from "@/lib/vault";
import { reveal } from "@/lib/vault/reveal";
import { startRotation } from "./rotation-process";
import { fillSealedRows, plainData, plainToken, type SealedRows } from "./sealed-rows";
import { seed, size, suiteNamed } from "./suite";

const suite = suiteNamed("rotation");
const rows = size(100_000, 2_000);
const kills = size(5, 2);
const readers = 3;
const liveGroups = 3;
/** To count many rows is work for the database too. */
const countEveryMs = rows > 10_000 ? 100 : 5;

const [k1, k2] = ["k1", "k2"].map((kid) => ({ kid, key: randomBytes(32) }));
if (k1 === undefined || k2 === undefined) throw new Error("there are two keys");
const [old, both, fresh] = [createVault([k1]), createVault([k2, k1]), createVault([k2])];
const written = ({ kid, key }: typeof k1) => `${kid}:${key.toString("base64")}`;
const TOKEN_KEYS = [k2, k1].map(written).join(",");

let before: TestPortal;
/** The same portal, deployed with the new key in front of the old one. */
let portal: TestPortal;
let filled: SealedRows;
let groups: { groupId: string; connectionId: string }[];

beforeAll(async () => {
  before = await startTestPortal({ env: { TOKEN_KEYS: written(k1) } });
  portal = {
    ...before,
    services: { ...before.services, vault: both },
    createContext: (actor) => ({ ...before.createContext(actor), vault: both }),
  };
  filled = await fillSealedRows(before.services.env.DATABASE_URL, rows, old);
  groups = [];
  for (let number = 0; number < liveGroups; number += 1) {
    const { groupId, connected } = await connectGroup(before, { accounts: 1 });
    groups.push({ groupId, connectionId: connected.connectionId });
  }
});
afterAll(() => before.close());

const counted = z.object({ count: z.number() });
const sealedRows = sql`(select sealed from connection_tokens union all select sealed from kept_accounts) as texts`;

async function countSealedWith(kid: string): Promise<number> {
  const query = sql`select count(*)::int as count from ${sealedRows} where sealed like ${`v1.${kid}.%`}`;
  const [row] = await selectRows(portal, counted, query);
  return row?.count ?? 0;
}

const storedRow = z.object({
  kind: z.enum(["token", "bank data"]),
  connectionId: z.string(),
  environment: z.enum(["live", "sandbox"]),
  generation: z.number(),
  sealed: z.string(),
});

/** How many of the rows that were filled in open with the new key alone, and say what they said before. */
async function countOpened(): Promise<number> {
  const stored = await selectRows(
    portal,
    storedRow,
    sql`select 'token' as kind, connection_id as "connectionId", environment, generation, sealed from connection_tokens
      union all select 'bank data', connection_id, environment, 1, sealed from kept_accounts`,
  );
  const mine = new Set(filled.connectionIds);
  return stored.filter(({ kind, sealed, generation, ...place }) => {
    if (!mine.has(place.connectionId)) return false;
    const owner = { ...place, groupId: filled.groupIdOf(place.connectionId) };
    return kind === "token"
      ? reveal(fresh.open(sealed, owner)) === plainToken(owner, generation) && generation === 1
      : fresh.openData(sealed, owner) === plainData(owner);
  }).length;
}

const noted = z.object({ begun: z.number(), ended: z.number(), cut_off: z.number() });

/** What the audit log has of the runs: how many began, how many ended, and how many began alone. */
async function countNoted(): Promise<z.output<typeof noted> | undefined> {
  const [row] = await selectRows(
    portal,
    noted,
    sql`select count(*) filter (where begun)::int as begun, count(*) filter (where ended)::int as ended,
        count(*) filter (where begun and not ended)::int as cut_off
      from (select bool_or(action = 'tokens.rotation_begun') as begun, bool_or(action = 'tokens.rotated') as ended
        from audit_entries where action in ('tokens.rotation_begun', 'tokens.rotated') group by request_id) as runs`,
  );
  return row;
}

type Tally = { reads: number; wrong: string[]; acts: number };

/** What a page does first: the row as it is now, opened with the keys that the portal has. */
async function readOne(connectionId: string, tally: Tally): Promise<void> {
  const { db } = portal.services;
  const groupId = filled.groupIdOf(connectionId);
  const connection = await findConnection(db, { id: connectionId });
  for (const { environment, generation, sealed } of connection?.tokens ?? []) {
    const owner = { connectionId, groupId, environment };
    const isRight = reveal(both.open(sealed, owner)) === plainToken(owner, generation);
    if (!isRight || generation !== 1) tally.wrong.push(`token of ${connectionId}, ${environment}`);
    tally.reads += 1;
  }
  const owner = { connectionId, groupId, environment: "live" } as const;
  const kept = await findKeptAccounts(db, owner);
  if (kept === null) return;
  if (both.openData(kept.sealed, owner) !== plainData(owner)) tally.wrong.push(`kept of ${connectionId}`);
  tally.reads += 1;
}

/** Runs until it is over; what goes wrong is kept, and the next one tried. */
async function repeat(tally: Tally, isOver: () => boolean, work: () => Promise<void>): Promise<void> {
  while (!isOver()) {
    try {
      await work();
    } catch (error) {
      tally.wrong.push(String(error));
    }
  }
}

/** A customer signs in again, looks, mints a sandbox token in the place of the one before, and looks again. */
async function actAsGroup(group: (typeof groups)[number], tally: Tally): Promise<void> {
  const { groupId, connectionId } = group;
  const { outcome } = await signIn(portal, groupId);
  if (outcome.kind !== "signed_in") throw new Error(`not signed in: ${JSON.stringify(outcome)}`);
  const look = async (environment: IncreaseEnvironment) => {
    const context = portal.createContext({ kind: "customer", groupId, sessionId: "" });
    await (
      await readAccounts(context, { groupId, environment })
    ).balances;
  };
  await look("live");
  const { tokens } = await readConnection(portal, connectionId);
  const replacing = tokens.find(({ environment }) => environment === "sandbox")?.generation ?? null;
  const operator = await makeOperator(portal);
  await mintSandboxToken(operator.act(), { connectionId, replacing, actId: uuidv4() });
  await look("sandbox");
  tally.acts += 1;
}

/** Waits until so many rows are under the new key, or the run has ended. */
async function waitForRows(run: ReturnType<typeof startRotation>, enough: number): Promise<void> {
  while (!run.isOver() && (await countSealedWith("k2")) < enough) await delay(countEveryMs);
}

/** Runs the command until it has ended by itself, and kills it at these shares of the work before. */
async function rotateWithKills(shares: number[]): Promise<{ killed: number; said: string }> {
  const env = { TOKEN_KEYS, DATABASE_URL: portal.services.env.DATABASE_URL };
  let killed = 0;
  for (const share of shares) {
    const run = startRotation(env);
    await waitForRows(run, Math.ceil(rows * share));
    run.kill();
    if ((await run.ended).signal === "SIGKILL") killed += 1;
    suite.progress("kills", killed, kills);
  }
  const last = startRotation(env);
  expect(await last.ended, last.said()).toMatchObject({ code: 0 });
  return { killed, said: last.said() };
}

/** Somewhere in each of so many equal parts of the work, the last part left out. */
function killMoments(): number[] {
  const within = fc.noBias(fc.double({ min: 0.2, max: 0.8, noNaN: true }));
  const places = fc.sample(within, { numRuns: kills, seed });
  return places.map((place, part) => (part + place) / (kills + 1));
}

test("a rotation that is killed again and again, under load, fails no read and leaves no row behind", async () => {
  const tally: Tally = { reads: 0, wrong: [], acts: 0 };
  let isOver = false;
  const onOld = await countSealedWith("k1");
  const pick = () => filled.connectionIds[Math.floor(Math.random() * filled.connectionIds.length)] ?? "";
  const load = [
    ...Array.from({ length: readers }, () =>
      repeat(
        tally,
        () => isOver,
        () => readOne(pick(), tally),
      ),
    ),
    ...groups.map((group) =>
      repeat(
        tally,
        () => isOver,
        () => actAsGroup(group, tally),
      ),
    ),
  ];
  const { killed, said } = await rotateWithKills(killMoments()).finally(() => {
    isOver = true;
  });
  await Promise.all(load);

  const opened = await countOpened();
  expect(tally.wrong).toEqual([]);
  expect(said).toMatch(/sealed anew with k2[^]*k1 is used by no row any more/);
  expect(await countNoted()).toEqual({ begun: kills + 1, ended: kills + 1 - killed, cut_off: killed });
  suite.figure("rows sealed with the old key", onOld, { atLeast: rows });
  suite.figure("kill -9 of the command", killed, { is: kills });
  suite.figure("texts opened by readers while it ran", tally.reads, { atLeast: 1_000 });
  suite.figure("sign-ins again, each with a new live and a new sandbox token", tally.acts, { atLeast: 1 });
  suite.figure("reads and acts that failed, or read another text", tally.wrong.length, { is: 0 });
  suite.figure("rows left on the old key", await countSealedWith("k1"), { is: 0 });
  suite.figure("rows that the new key alone opens, to the same text", opened, { is: rows });
});
