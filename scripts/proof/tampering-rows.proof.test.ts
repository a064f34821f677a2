import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { readAccounts } from "@/lib/banking";
import { inspectConnection, mintSandboxToken, testConnection } from "@/lib/connections";
import { toSafeError } from "@/lib/errors";
import type { IncreaseEnvironment } from "@/lib/increase";
import {
  clearFaults,
  expectNoPlainToken,
  makeOperator,
  readConnection,
  selectRows,
} from "@/lib/testing/connection-acts";
import { connectGroup } from "@/lib/testing/sign-in";
import { staffActor } from "@/lib/testing/staff";
import { startTestPortal, type TestPortal } from "@/lib/testing/test-portal";
import { suiteNamed } from "./suite";

const suite = suiteNamed("tampering");

type Group = { groupId: string; connectionId: string; accountIds: string[] };
/** A sealed text's row. */
type Place = { of: Group; table: "connection_tokens" | "kept_accounts"; environment: IncreaseEnvironment };

let portal: TestPortal;
let operator: Awaited<ReturnType<typeof makeOperator>>;
let mine: Group;
let other: Group;

beforeAll(async () => {
  const TOKEN_KEYS = ["k1", "k2"].map((kid) => `${kid}:${randomBytes(32).toString("base64")}`).join(",");
  portal = await startTestPortal({ env: { TOKEN_KEYS } });
  operator = await makeOperator(portal);
  [mine, other] = [await connected(), await connected()];
});
afterAll(() => portal.close());

const customerOf = ({ groupId }: Group) => portal.createContext({ kind: "customer", groupId, sessionId: "" });
const readAs = (group: Group, environment: IncreaseEnvironment) =>
  readAccounts(customerOf(group), { groupId: group.groupId, environment });
const mint = ({ connectionId }: Group, replacing: number | null) =>
  mintSandboxToken(operator.act(), { connectionId, replacing, actId: uuidv4() });

/** A group with both tokens, and what was read of either side kept. */
async function connected(): Promise<Group> {
  const { groupId, accountIds, connected: made } = await connectGroup(portal, { accounts: 2 });
  const group = { groupId, accountIds, connectionId: made.connectionId };
  await mint(group, null);
  for (const environment of ["live", "sandbox"] as const) await (await readAs(group, environment)).kept;
  return group;
}

const textRow = z.object({ sealed: z.string() });
const whereIs = ({ of, environment }: Place) =>
  sql`connection_id = ${of.connectionId} and environment = ${environment}`;

async function readText(place: Place): Promise<string> {
  const query = sql`select sealed from ${sql.identifier(place.table)} where ${whereIs(place)}`;
  const [row] = await selectRows(portal, textRow, query);
  if (row === undefined) throw new Error(`nothing is sealed at ${place.table}, ${place.environment}`);
  return row.sealed;
}

async function writeText(place: Place, text: string): Promise<void> {
  await portal.services.db.execute(
    sql`update ${sql.identifier(place.table)} set sealed = ${text} where ${whereIs(place)}`,
  );
}

const token = (of: Group, environment: IncreaseEnvironment = "live"): Place => ({
  of,
  table: "connection_tokens",
  environment,
});
const kept = (of: Group, environment: IncreaseEnvironment = "live"): Place => ({
  of,
  table: "kept_accounts",
  environment,
});

function flipLastBit(text: string): string {
  const [version, kid, nonce, body = ""] = text.split(".");
  const bytes = Buffer.from(body, "base64url");
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return [version, kid, nonce, bytes.toString("base64url")].join(".");
}

/** What somebody who can write to the database does, as the texts that it leaves behind. */
type Tampering = [what: string, work: () => Promise<[Place, string][]>];

const swap =
  (one: () => Place, two: () => Place): Tampering[1] =>
  async () => [
    [one(), await readText(two())],
    [two(), await readText(one())],
  ];
const change =
  (place: () => Place, to: (text: string) => string): Tampering[1] =>
  async () => [[place(), to(await readText(place()))]];
const rename = (kid: string) => (text: string) => text.replace(/^v1\.k1\./, `v1.${kid}.`);

/** The rows of one kind against those of the other kind, of the other group and of the other environment. */
const tamperings = (at: typeof token, elsewhere: typeof token): Tampering[] => [
  [
    "two groups' rows are swapped",
    swap(
      () => at(mine),
      () => at(other),
    ),
  ],
  [
    "two groups' sandbox rows are swapped",
    swap(
      () => at(mine, "sandbox"),
      () => at(other, "sandbox"),
    ),
  ],
  [
    "a group's two environments are swapped",
    swap(
      () => at(mine),
      () => at(mine, "sandbox"),
    ),
  ],
  [
    "one group's live text is another's in the sandbox",
    swap(
      () => at(mine),
      () => at(other, "sandbox"),
    ),
  ],
  ["the text of the other kind", async () => [[at(mine), await readText(elsewhere(mine))]]],
  ["the name of another key that is listed", change(() => at(mine), rename("k2"))],
  ["the name of a key that nobody knows", change(() => at(mine), rename("k9"))],
  ["one bit is another", change(() => at(mine), flipLastBit)],
  [
    "the text is cut off",
    change(
      () => at(mine),
      (text) => text.slice(0, -8),
    ),
  ],
  [
    "the text is none",
    change(
      () => at(mine),
      () => "nonsense",
    ),
  ],
];

async function tamper(work: Tampering[1]): Promise<{ places: Place[]; undo: () => Promise<void> }> {
  const texts = await work();
  const before = await Promise.all(
    texts.map(async ([place]): Promise<[Place, string]> => [place, await readText(place)]),
  );
  for (const [place, text] of texts) await writeText(place, text);
  return {
    places: texts.map(([place]) => place),
    undo: async () => {
      for (const [place, text] of before) await writeText(place, text);
    },
  };
}

/** The code that whoever asked is told, or that it went well. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "it went well",
    (error: unknown) => toSafeError(error).code,
  );
}

const callsToIncrease = () => portal.simulator.world.requestLog.list({}).length;
/** What the log has said since. */
const listen = () => {
  const { length } = portal.logLines();
  return () => portal.logLines().slice(length);
};

/** What is done with a token of that side, each by the verb of who does it: the codes that they are told. */
async function useToken({ of, environment }: Place): Promise<string[]> {
  const { tokens } = await readConnection(portal, of.connectionId);
  const sandbox = tokens.find((each) => each.environment === "sandbox")?.generation ?? null;
  const codes = [await codeOf(readAs(of, environment))];
  if (environment === "live") codes.push(await codeOf(mint(of, sandbox)));
  return codes;
}

/** The staff can still look at the connection, and end it; a test of it says that it is not well. */
async function expectUnwell({ connectionId }: Group, what: string): Promise<void> {
  const viewer = portal.createContext(staffActor("viewer"));
  const { held } = await inspectConnection(viewer, { id: connectionId });
  expect(held?.isCurrent, what).toBe(true);
  const outcome = await testConnection(operator.act(), { connectionId, actId: uuidv4() });
  expect(outcome, what).toMatchObject({ isDone: true, isWell: false });
}

type Tally = { uses: number; opened: number; calls: number; silent: number };

async function checkToken(place: Place, what: string, tally: Tally): Promise<void> {
  const [calls, said] = [callsToIncrease(), listen()];
  const codes = await useToken(place);
  tally.uses += codes.length;
  tally.opened += codes.filter((code) => code !== "internal").length;
  tally.calls += callsToIncrease() - calls;
  const { connectionId } = place.of;
  const isSaid = said().includes("a sealed token can't be opened") && said().includes(connectionId);
  if (!isSaid) tally.silent += 1;
  await expectUnwell(place.of, what);
}

test("a token that was tampered with opens nothing, for nobody, and the log says whose it is", async () => {
  const tally: Tally = { uses: 0, opened: 0, calls: 0, silent: 0 };
  for (const [what, work] of tamperings(token, kept)) {
    const { places, undo } = await tamper(work);
    for (const place of places.filter(({ table }) => table === "connection_tokens")) {
      await checkToken(place, what, tally);
    }
    await undo();
    for (const group of [mine, other]) expect((await readAs(group, "live")).accounts, what).toHaveLength(2);
  }
  await expectNoPlainToken(portal);
  suite.figure("uses of a token whose row was tampered with", tally.uses, { atLeast: 20 });
  suite.figure("of them that got further", tally.opened, { is: 0 });
  suite.figure("calls to Increase that they made", tally.calls, { is: 0 });
  suite.figure("tampered tokens that the log said nothing of", tally.silent, { is: 0 });
});

test("bank data that was tampered with is shown to nobody, and the log says so", async () => {
  const tally = { reads: 0, shown: 0, silent: 0 };
  const outages = ["live", "sandbox"].flatMap((side) =>
    [mine, other].map(({ groupId }) => ({
      group_id: groupId,
      path: `/${side}/**`,
      status: 503,
      times: null,
    })),
  );
  for (const outage of outages) await portal.control("faults", outage);
  for (const [what, work] of tamperings(kept, token)) {
    for (const group of [mine, other]) expect((await readAs(group, "live")).isKept, what).toBe(true);
    const { places, undo } = await tamper(work);
    for (const place of places.filter(({ table }) => table === "kept_accounts")) {
      const said = listen();
      const code = await codeOf(readAs(place.of, place.environment));
      tally.reads += 1;
      if (code !== "increase_unavailable") tally.shown += 1;
      if (!said().includes("kept accounts can't be opened")) tally.silent += 1;
    }
    await undo();
  }
  clearFaults(portal);
  suite.figure("reads of kept bank data whose row was tampered with", tally.reads, { atLeast: 10 });
  suite.figure("of them that showed something", tally.shown, { is: 0 });
  suite.figure("of them that the log said nothing of", tally.silent, { is: 0 });
});
