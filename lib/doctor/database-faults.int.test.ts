import { createServer, type Server } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { codesOf, startExaminedPortal, type ExaminedPortal } from "../testing/doctor";

let portal: ExaminedPortal;
beforeAll(async () => {
  portal = await startExaminedPortal();
});
afterAll(() => portal.close());

type Change = (url: URL) => void;

describe("DATABASE_URL", () => {
  const cases: [string, Change, string][] = [
    ["has a wrong password", (url) => (url.password = "wrong"), "database_login_refused"],
    ["has an unknown user", (url) => (url.username = "nobody"), "database_login_refused"],
    ["names no database of the server", (url) => (url.pathname = "/nowhere"), "database_unknown"],
    ["leads to a port where nobody listens", (url) => (url.port = "9"), "database_unreachable"],
    [
      "leads to a server that is no database",
      (url) => (url.port = new URL(portal.simulator.url).port),
      "database_unreachable",
    ],
    [
      "names a database that was never migrated",
      (url) => (url.pathname = "/postgres"),
      "database_not_migrated",
    ],
    [
      "has the role that owns the tables",
      (url) => (url.username = new URL(portal.adminUrl).username),
      "audit_log_changeable",
    ],
  ];

  test.each(cases)("%s", async (_fault, change, code) => {
    const url = new URL(portal.source.DATABASE_URL ?? "");
    change(url);
    const report = await portal.examine({ DATABASE_URL: url.href });
    expect(codesOf(report)).toEqual([code]);
    expect(report.findings[0]?.fix).toContain("DATABASE_URL");
    expect(JSON.stringify(report)).not.toContain(url.password);
  });
});

describe("a server that answers the first message with an error", () => {
  let server: Server | undefined;
  afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(null))));

  /** https://www.postgresql.org/docs/current/protocol-message-formats.html, ErrorResponse */
  async function refuseWith(fields: Record<string, string>): Promise<string> {
    const body = Object.entries(fields).map(([type, value]) => `${type}${value}\0`);
    const text = Buffer.from(`${body.join("")}\0`);
    const message = Buffer.concat([Buffer.from("E\0\0\0\0"), text]);
    message.writeInt32BE(text.length + 4, 1);
    const listening = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => socket.end(message));
    });
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    return String(z.object({ port: z.number() }).parse(listening.address()).port);
  }

  const noEntry = 'no pg_hba.conf entry for host "203.0.113.9", user "portal_app", database "portal"';
  test.each([
    ["ERROR", "XX000", "password authentication failed for user 'portal'", "database_login_refused"],
    ["ERROR", "XX000", "Couldn't connect to compute node", "database_refused"],
    ["ERROR", "XX000", 'database "portal" does not exist', "database_refused"],
    ["FATAL", "57P03", "the database system is starting up", "database_refused"],
    ["FATAL", "28000", `${noEntry}, no encryption`, "database_not_admitted", "sslmode=verify-full"],
    ["FATAL", "28000", `${noEntry}, SSL off`, "database_not_admitted", "sslmode=verify-full"],
    ["FATAL", "28000", `${noEntry}, SSL encryption`, "database_not_admitted", "Add a line"],
    ["FATAL", "28000", 'role "portal_app" is not permitted to log in', "database_not_admitted", "alter role"],
    ["FATAL", "53300", "sorry, too many clients already", "database_full"],
  ])("%s %s, “%s”: %s", async (severity, state, words, code, names = "DATABASE_URL") => {
    const url = new URL(portal.source.DATABASE_URL ?? "");
    url.port = await refuseWith({ S: severity, V: severity, C: state, M: words });
    const report = await portal.examine({ DATABASE_URL: url.href });
    expect(codesOf(report)).toEqual([code]);
    expect(report.findings[0]?.fix).toContain(names);
    expect(JSON.stringify(report)).not.toContain(words);
  });
});

const event = (environment: string, source: string, at: string) => `
  insert into webhook_events (environment, event_id, source, body, headers, received_at, state, due_at)
  select '${environment}', '${environment}_${source}_' || ordinal, '${source}', '', '{}', ${at}, 'processed', now()
  from generate_series(1, 200) as ordinal`;
const noEvents = "delete from webhook_events where event_id like '%_delivery_%' or event_id like '%_list_%'";
const refuseExchanges = (at: string) => `
  insert into upstream_errors (at, environment, owner, request, kind, status)
  select ${at}, 'live', 'platform', 'POST /oauth/tokens', 'invalid', 400 from generate_series(1, 3)`;
const alert = `
  insert into alerts (type, data, created_at, due_at, given_up_at)
  values ('connection.deactivated', '{}', now() - interval '1 day', now(), now())`;
const newestMigration = "(select max(created_at) from drizzle.__drizzle_migrations)";

type Fault = { name: string; make: string[]; undo: string[]; code: string; fix: string };
const faults: Fault[] = [
  {
    name: "one migration is lacking",
    make: [
      `update drizzle.__drizzle_migrations set created_at = created_at - 1 where created_at = ${newestMigration}`,
    ],
    undo: [
      `update drizzle.__drizzle_migrations set created_at = created_at + 1 where created_at = ${newestMigration}`,
    ],
    code: "database_not_migrated",
    fix: "npm run db:migrate",
  },
  {
    name: "a table is lacking",
    make: ["alter table rate_limits rename to rate_limits_away"],
    undo: ["alter table rate_limits_away rename to rate_limits"],
    code: "database_not_migrated",
    fix: "npm run db:migrate",
  },
  {
    name: "a column is lacking, though its migration is written down",
    make: ["alter table webhook_events rename column trace_parent to trace_parent_away"],
    undo: ["alter table webhook_events rename column trace_parent_away to trace_parent"],
    code: "database_not_migrated",
    fix: "npm run db:migrate",
  },
  {
    name: "a newer version has migrated it",
    make: ["insert into drizzle.__drizzle_migrations (hash, created_at) values ('new', 9999999999999)"],
    undo: ["delete from drizzle.__drizzle_migrations where hash = 'new'"],
    code: "database_newer",
    fix: "DATABASE_URL",
  },
  {
    name: "the role may not write a table",
    make: ["revoke insert on connections from portal_app"],
    undo: ["grant insert on connections to portal_app"],
    code: "database_rights_missing",
    fix: "MIGRATION_DATABASE_URL",
  },
  {
    name: "the role may change the audit log",
    make: ["grant update on audit_entries to portal_app"],
    undo: ["revoke update on audit_entries from portal_app"],
    code: "audit_log_changeable",
    fix: "MIGRATION_DATABASE_URL",
  },
  {
    name: "the audit log's trigger is off",
    make: ["alter table audit_entries disable trigger all"],
    undo: ["alter table audit_entries enable trigger all"],
    code: "audit_log_unguarded",
    fix: "enable trigger",
  },
  {
    name: "a sealed token was changed",
    make: ["update connection_tokens set sealed = left(sealed, -2) || reverse(right(sealed, 2)) || 'A'"],
    undo: ["update connection_tokens set sealed = left(sealed, -3) || reverse(left(right(sealed, 3), 2))"],
    code: "sealed_row_damaged",
    fix: "restore it from a backup",
  },
  {
    name: "a sealed token was moved to another group's connection",
    make: ["update connections set group_id = group_id || '_other'"],
    undo: ["update connections set group_id = left(group_id, -6)"],
    code: "sealed_row_damaged",
    fix: "TOKEN_KEYS",
  },
  {
    name: "the crons were never called",
    make: ["create table kept_jobs as table jobs", "delete from jobs"],
    undo: ["insert into jobs table kept_jobs", "drop table kept_jobs"],
    code: "cron_never_seen",
    fix: "CRON_SECRET",
  },
  {
    name: "a cron stopped being called",
    make: ["update jobs set started_at = started_at - interval '16 minutes' where name = 'process'"],
    undo: ["update jobs set started_at = started_at + interval '16 minutes' where name = 'process'"],
    code: "cron_late",
    fix: "npm run cron",
  },
  {
    name: "the other cron stopped being called",
    make: ["update jobs set started_at = started_at - interval '61 minutes' where name = 'reconcile'"],
    undo: ["update jobs set started_at = started_at + interval '61 minutes' where name = 'reconcile'"],
    code: "cron_late",
    fix: "npm run cron",
  },
  {
    name: "no reconciliation comes to its end",
    make: ["update reconciliations set is_complete = false, started_at = started_at - interval '25 hours'"],
    undo: ["update reconciliations set is_complete = true, started_at = started_at + interval '25 hours'"],
    code: "reconciliation_incomplete",
    fix: "log",
  },
  {
    name: "the owners are of another issuer",
    make: ["update staff set issuer = issuer || '/old'"],
    undo: ["update staff set issuer = left(issuer, -4)"],
    code: "owners_of_other_issuer",
    fix: "STAFF_OIDC_ISSUER",
  },
  {
    name: "alerts are taken by nobody",
    make: [alert],
    undo: ["delete from alerts"],
    code: "alerts_given_up",
    fix: "ALERT_WEBHOOK_URL",
  },
  {
    name: "every exchange of a code is refused",
    make: [refuseExchanges("now()")],
    undo: ["delete from upstream_errors"],
    code: "exchanges_refused",
    fix: "INCREASE_CLIENT_SECRET",
  },
  ...["live", "sandbox"].flatMap((environment): Fault[] => [
    {
      name: `the ${environment} deliveries have stopped`,
      make: [event(environment, "delivery", "now() - interval '3 days' - ordinal * interval '2 hours'")],
      undo: [noEvents],
      code: "deliveries_silent",
      fix: "--probe",
    },
    {
      name: `the ${environment} list has what no delivery brought`,
      make: [event(environment, "list", "now() - interval '2 hours'")],
      undo: [noEvents],
      code: "deliveries_missed",
      fix: environment === "live" ? "INCREASE_WEBHOOK_SECRET" : "INCREASE_SANDBOX_WEBHOOK_SECRET",
    },
    {
      name: `a ${environment} delivery was refused for its age`,
      make: [`insert into stale_deliveries values ('${environment}', 3, now() - interval '1 hour', 900)`],
      undo: ["delete from stale_deliveries"],
      code: "deliveries_stale",
      fix: "NTP",
    },
  ]),
  {
    name: "nothing was ever delivered",
    make: ["update connections set connected_at = connected_at - interval '2 hours'"],
    undo: ["update connections set connected_at = connected_at + interval '2 hours'"],
    code: "deliveries_never",
    fix: "INCREASE_WEBHOOK_SECRET",
  },
];

describe("each fault in the database is named, and nothing else", () => {
  test.each(faults)("$name", async ({ make, undo, code, fix }) => {
    for (const statement of make) await portal.sql(statement);
    try {
      const report = await portal.examine();
      expect([...new Set(codesOf(report))]).toEqual([code]);
      expect(report.findings.map((finding) => finding.fix).join("\n")).toContain(fix);
    } finally {
      for (const statement of undo) await portal.sql(statement);
    }
    expect(codesOf(await portal.examine())).toEqual([]);
  });

  test("nobody can become the first owner", async () => {
    await portal.sql("update staff set role = 'viewer'");
    const report = await portal.examine({ STAFF_OWNERS: "" });
    expect(codesOf(report)).toEqual(["no_owner"]);
    expect(report.findings[0]?.fix).toContain("STAFF_OWNERS");
    expect(codesOf(await portal.examine())).toEqual([]);
    await portal.sql("update staff set role = 'owner'");
  });
});

describe("codes that Increase refuses", () => {
  afterEach(() => portal.sql("delete from upstream_errors"));

  test("leave the set-up at risk, never broken: any visitor can make them up", async () => {
    await portal.sql(refuseExchanges("now()"));
    const { findings } = await portal.examine();
    expect(findings).toMatchObject([{ code: "exchanges_refused", severity: "warning" }]);
    expect(findings[0]?.why).toMatch(/INCREASE_CLIENT_SECRET is wrong.+ or .+made up/);
  });

  test("count for nothing once a sign-in has succeeded", async () => {
    await portal.sql(refuseExchanges("now() - interval '1 hour'"));
    expect(codesOf(await portal.examine())).toEqual([]);
  });
});

describe("what is usual", () => {
  const quietFor = (days: number, everyHours: number, silence: string) =>
    portal.sql(`${event("live", "delivery", `now() - interval '${silence}' - ordinal * interval '${everyHours} hours'`)}
      where ordinal * ${everyHours} < ${days * 24}`);

  test.each([
    ["a portal that is new", 3, 1, "2 days"],
    ["a portal with few events", 28, 72, "5 days"],
    ["a pause as long as others before it", 20, 60, "4 days"],
    ["an hour of quiet", 20, 2, "1 hour"],
  ])("%s is not called silent", async (_what, days, everyHours, silence) => {
    await quietFor(days, everyHours, silence);
    expect(codesOf(await portal.examine())).toEqual([]);
    await portal.sql(noEvents);
  });

  test("the doctor's own events count for nothing", async () => {
    await quietFor(20, 2, "3 days");
    await portal.sql(`update webhook_events set event_id = 'doctor_probe_' || event_id, received_at = now()
      where event_id = 'live_delivery_1'`);
    expect(codesOf(await portal.examine())).toEqual(["deliveries_silent"]);
    await portal.sql("delete from webhook_events where event_id like '%_delivery_%'");
  });
});

test("a role that may not read which migrations were applied is told no more than that", async () => {
  await portal.sql("revoke usage on schema drizzle from portal_app");
  const report = await portal.examine();
  expect(report.findings).toEqual([]);
  expect(JSON.stringify(report)).toContain("may not read which migrations were applied");
  await portal.sql("alter table webhook_events rename column trace_parent to trace_parent_away");
  const [lacking] = (await portal.examine()).findings;
  expect(lacking?.what).toContain("lacks the columns webhook_events.trace_parent.");
  await portal.sql("alter table webhook_events rename column trace_parent_away to trace_parent");
  await portal.sql("grant usage on schema drizzle to portal_app");
});

test("it writes nothing: not one row of any table is another afterwards", async () => {
  const digest = async () => {
    const tables = await portal.sql(
      "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
    );
    const hashes = tables.map(async (row) => {
      const name = String(row.relname);
      const [hash] = await portal.sql(
        `select md5(string_agg(rows::text, '' order by rows::text)) from ${name} as rows`,
      );
      return [name, hash];
    });
    return Promise.all(hashes);
  };
  const before = await digest();
  await portal.examine();
  expect(await digest()).toEqual(before);
});
