import { sql } from "drizzle-orm";
import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { readAccounts } from "../banking";
import { mintSandboxToken } from "../connections";
import type { IncreaseEnvironment } from "../increase";
import { countAlertsSince, insertAlert } from "@/db/queries/alerts";
import {
  clearFaults,
  expectNoPlainToken,
  makeOperator,
  selectRows,
  untilOneWaits,
} from "../testing/connection-acts";
import { connectGroup } from "../testing/sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { sendAlerts } from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
beforeEach(() => portal.services.db.execute(sql`delete from alerts`));
afterAll(() => portal.close());

type Group = { groupId: string; connectionId: string };

async function connected(): Promise<Group> {
  const { groupId, connected: made } = await connectGroup(portal, { accounts: 1 });
  return { groupId, connectionId: made.connectionId };
}

/** A request of the customer's, at this time or another. */
const customerOf = ({ groupId }: Group) => portal.createContext({ kind: "customer", groupId, sessionId: "" });
const look = (group: Group, context = customerOf(group), environment: IncreaseEnvironment = "live") =>
  readAccounts(context, { groupId: group.groupId, environment });

async function tamper({ connectionId }: Group, table = "connection_tokens"): Promise<void> {
  await portal.services.db.execute(
    sql`update ${sql.identifier(table)} set sealed = overlay(sealed placing 'AAAA' from length(sealed) - 9)
      where connection_id = ${connectionId}`,
  );
}

const alertRow = z.object({ type: z.string(), data: z.record(z.string(), z.unknown()) });
const alerts = () => selectRows(portal, alertRow, sql`select type, data from alerts order by created_at`);
const told = (group: Group, environment = "live", kind = "token") => ({
  type: "sealed_row.unopened",
  data: { kind, connection_id: group.connectionId, group_id: group.groupId, environment },
});
const unopened = { name: "VaultError" };

describe("a sealed token that does not open", () => {
  test("is told to the platform once a day, however often and by whom it is read", async () => {
    const group = await connected();
    await tamper(group);
    await Promise.all(Array.from({ length: 5 }, () => expect(look(group)).rejects.toMatchObject(unopened)));
    const operator = await makeOperator(portal);
    const { connectionId } = group;
    const mint = mintSandboxToken(operator.act(), { connectionId, actId: uuidv4(), replacing: null });
    await expect(mint).rejects.toMatchObject(unopened);
    expect(await alerts()).toEqual([told(group)]);

    const { now } = portal.services;
    const after = (hours: number) => ({
      ...customerOf(group),
      now: () => new Date(now().getTime() + hours * 3_600_000),
    });
    await expect(look(group, after(23))).rejects.toMatchObject(unopened);
    expect(await alerts()).toHaveLength(1);
    await expect(look(group, after(25))).rejects.toMatchObject(unopened);
    expect(await alerts()).toEqual([told(group), told(group)]);
    await expectNoPlainToken(portal);
  });

  test("is told once by two requests at once: the second waits for what the first writes", async () => {
    const group = await connected();
    await tamper(group);
    const { db, now } = portal.services;
    let second: Promise<unknown> | undefined;
    await db.transaction(async (tx) => {
      await countAlertsSince(tx, { ...told(group), since: now() });
      second = expect(look(group)).rejects.toMatchObject(unopened);
      await untilOneWaits(portal);
      await insertAlert(tx, { ...told(group), createdAt: now() });
    });
    await second;
    expect(await alerts()).toEqual([told(group)]);
  });

  test("is told row by row: a group's two tokens are two", async () => {
    const group = await connected();
    const operator = await makeOperator(portal);
    const { connectionId } = group;
    await mintSandboxToken(operator.act(), { connectionId, actId: uuidv4(), replacing: null });
    await tamper(group);
    await expect(look(group)).rejects.toMatchObject(unopened);
    await expect(look(group, customerOf(group), "sandbox")).rejects.toMatchObject(unopened);
    expect(await alerts()).toEqual([told(group), told(group, "sandbox")]);
  });

  test("goes out as other alerts do, with nothing that is sealed", async () => {
    const group = await connected();
    await tamper(group);
    await expect(look(group)).rejects.toMatchObject(unopened);
    const url = `${portal.simulator.url}/alerts`;
    const { env } = portal.services;
    const context = portal.createContext();
    expect(await sendAlerts({ ...context, env: { ...env, ALERT_WEBHOOK_URL: url } })).toBe(1);
    const answer = await fetch(`${portal.simulator.url}/_sim/alerts`);
    const { data } = z
      .object({ data: z.array(z.object({ is_signature_valid: z.boolean(), body: z.string() })) })
      .parse(await answer.json());
    expect(data[0]?.is_signature_valid).toBe(true);
    expect(JSON.parse(data[0]?.body ?? "")).toEqual({ ...told(group), timestamp: expect.any(String) });
  });

  test("is told of no more than twenty rows a day: a lost key shuts them all", async () => {
    await portal.services.db.execute(sql`insert into alerts (type, data, created_at, due_at)
      select 'sealed_row.unopened', jsonb_build_object('n', n), now(), now() from generate_series(1, 19) as n`);
    const [twentieth, next] = [await connected(), await connected()];
    for (const group of [twentieth, next]) {
      await tamper(group);
      await expect(look(group)).rejects.toMatchObject(unopened);
    }
    const all = await alerts();
    expect(all).toHaveLength(20);
    expect(all).toContainEqual(told(twentieth));
  });

  test("fails in the same way where the alert can't be written, or nobody is to be told", async () => {
    const group = await connected();
    await tamper(group);
    const { env } = portal.services;
    const toNobody = { ...customerOf(group), env: { ...env, ALERT_WEBHOOK_URL: undefined } };
    await expect(look(group, toNobody)).rejects.toMatchObject(unopened);
    expect(await alerts()).toEqual([]);
    await portal.services.db.execute(sql`alter table alerts rename to alerts_away`);
    await expect(look(group)).rejects.toMatchObject(unopened);
    await portal.services.db.execute(sql`alter table alerts_away rename to alerts`);
    expect(portal.logLines()).toContain("an alert could not be written down");
  });
});

test("kept bank data that does not open is told of too", async () => {
  const group = await connected();
  await (
    await look(group)
  ).kept;
  await tamper(group, "kept_accounts");
  await portal.control("faults", { path: "/live/**", group_id: group.groupId, status: 503, times: null });
  for (let reads = 0; reads < 2; reads += 1) {
    await expect(look(group)).rejects.toMatchObject({ code: "increase_unavailable" });
  }
  clearFaults(portal);
  expect(await alerts()).toEqual([told(group, "live", "bank_data")]);
});
