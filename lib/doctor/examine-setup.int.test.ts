import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { putKeptAccounts } from "@/db/queries/kept-accounts";
import { codesOf, startExaminedPortal, type ExaminedPortal } from "../testing/doctor";
import { staffActor } from "../testing/staff";
import { recordTelemetry } from "../testing/telemetry";
import { examineSetup } from ".";

let portal: ExaminedPortal;
beforeAll(async () => {
  portal = await startExaminedPortal();
});
afterAll(() => portal.close());

const ask = (actor: Parameters<ExaminedPortal["createContext"]>[0]) => () =>
  examineSetup(portal.createContext(actor));

test("a viewer of the staff may see it, and nobody else", async () => {
  expect(ask(null)).toThrow(expect.objectContaining({ code: "not_signed_in" }));
  expect(ask({ kind: "customer", groupId: "group_1", sessionId: "1" })).toThrow(
    expect.objectContaining({ code: "not_found" }),
  );
  expect(ask({ kind: "system" })).toThrow(expect.objectContaining({ code: "not_found" }));
  const { addresses, report } = ask(staffActor("viewer"))();
  expect(addresses.map(({ url }) => url)).toContain("http://localhost:3000/api/auth/callback/increase");
  // A test's portal connects as the tables' owner.
  expect(codesOf(await report)).toEqual(["audit_log_changeable"]);
});

test("however many ask at once, Increase is asked once", async () => {
  await portal.advance(11);
  await fetch(`${portal.simulator.url}/_sim/requests`, { method: "DELETE" });
  const reports = await Promise.all(Array.from({ length: 5 }, () => ask(staffActor("viewer"))().report));
  expect(new Set(reports).size).toBe(1);
  const log = await fetch(`${portal.simulator.url}/_sim/requests?path=/live/oauth_applications`);
  expect((await log.json()).data).toHaveLength(1);
});

test("the run is one span, with the calls to Increase that it makes", async () => {
  const recorded = recordTelemetry();
  onTestFinished(() => recorded.close());
  await portal.advance(11);
  await Promise.all([ask(staffActor("viewer"))().report, ask(staffActor("viewer"))().report]);
  const runs = recorded.spansNamed("doctor.examineSetup");
  const calls = recorded.spans().filter(({ name }) => name.startsWith("Increase "));
  expect(runs).toHaveLength(1);
  expect(calls.length).toBeGreaterThan(0);
  const parents = new Set(calls.map(({ parentSpanContext }) => parentSpanContext?.spanId));
  expect([...parents]).toEqual([runs[0]?.spanContext().spanId]);
});

test("a check that fails is a finding of its own, its cause in the log alone", async () => {
  const broken = await portal.withDoctor({}, async (doctor) => {
    const { allChecks, runChecks } = await import(".");
    const vault = doctor.vault && {
      ...doctor.vault,
      open: () => {
        throw new Error("very private words");
      },
    };
    return runChecks(allChecks, { ...doctor, vault });
  });
  expect(codesOf(broken)).toEqual(["check_failed"]);
  expect(JSON.stringify(broken)).not.toContain("very private words");
  expect(portal.logLines()).toContain("very private words");
});

test("what is kept of bank data is opened too", async () => {
  const { db, vault, now } = portal.services;
  const [held] = await portal.sql("select id, group_id from connections");
  const [connectionId, groupId] = [String(held?.id), String(held?.group_id)];
  const owner = { connectionId, groupId, environment: "live" } as const;
  const keep = (sealed: string) =>
    db.transaction((tx) =>
      putKeptAccounts(tx, { ...owner, sealed, readAt: now() }, { notAfter: now(), now: now() }),
    );
  await keep(vault.sealData("[]", owner));
  const good = await portal.examine();
  expect(codesOf(good)).toEqual([]);
  expect(JSON.stringify(good)).toContain("demo-only seals 2 sealed rows");
  await portal.sql("update kept_accounts set sealed = 'v1.demo-only.AAAAAAAAAAAAAAAA.AAAA'");
  expect(codesOf(await portal.examine())).toEqual(["sealed_row_damaged"]);
});

test("with little time, what was read of the sealed rows is said, and no key is called unused", async () => {
  const TOKEN_KEYS = `${portal.source.TOKEN_KEYS},k2:${Buffer.from("k9Zq3fT7xW2mB8vN4cR6yH1jL5pD0sGa").toString("base64")}`;
  const report = await portal.withDoctor({ TOKEN_KEYS }, async (doctor) => {
    const { allChecks, runChecks } = await import(".");
    return runChecks(allChecks, { ...doctor, sealedUntil: new Date(0) });
  });
  expect(codesOf(report)).toEqual([]);
  expect(JSON.stringify(report)).toContain("`npm run doctor` reads all");
});

// Last, since the clock of the portal is then off the database's.
test.each([
  [9, true],
  [11, false],
])("%d seconds after it a report is given again: %s", async (seconds, isSame) => {
  await portal.advance(11);
  const first = await ask(staffActor("viewer"))().report;
  await fetch(`${portal.simulator.url}/_sim/requests`, { method: "DELETE" });
  await portal.advance(seconds);
  const second = await ask(staffActor("viewer"))().report;
  expect(second.checkedAt.getTime() === first.checkedAt.getTime()).toBe(isSame);
  const log = await fetch(`${portal.simulator.url}/_sim/requests?path=/live/oauth_applications`);
  expect((await log.json()).data).toHaveLength(isSame ? 0 : 1);
});
