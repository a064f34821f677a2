import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { findWebhookEvent } from "@/db/queries/webhook-event-log";
import { listEventSubscriptions, type IncreaseEnvironment } from "../increase";
import { auditRows } from "../testing/connection-acts";
import { codesOf, startExaminedPortal, type ExaminedPortal } from "../testing/doctor";
import { processAll } from "../testing/deliveries";
import { startHealthyPortal } from "../testing/healthy-portal";
import { staffActor } from "../testing/staff";
import { receiveFromSimulator } from "../testing/webhook-receiver";
import { createMissingSubscriptions, probes, runChecks } from ".";

let portal: ExaminedPortal;
beforeAll(async () => {
  portal = await startExaminedPortal();
});
afterEach(async () => {
  await fetch(`${portal.simulator.url}/_sim/faults`, { method: "DELETE" });
});
afterAll(() => portal.close());

const list = (environment: IncreaseEnvironment) =>
  listEventSubscriptions(portal.services.increase.platform(environment));
const activeAt = async (environment: IncreaseEnvironment, origin: string) =>
  (await list(environment)).filter(({ url, status }) => url.startsWith(origin) && status === "active");

/** Where a portal answers until the test ends; or what is told to answer there. */
async function originOf(...answer: Parameters<typeof startHealthyPortal>): Promise<string> {
  const { origin, close } = await startHealthyPortal(...answer);
  onTestFinished(close);
  return origin;
}

/** The entries of the subscriptions to an origin. */
const notedAt = async (origin: string) =>
  (await auditRows(portal)).filter(
    ({ action, after }) =>
      action === "event_subscription.created" && String(after?.url).startsWith(`${origin}/`),
  );

describe("--fix", () => {
  let AUTH_URL: string;
  let deployed: Awaited<ReturnType<typeof startHealthyPortal>>;
  beforeAll(async () => {
    deployed = await startHealthyPortal();
    AUTH_URL = deployed.origin;
  });
  afterAll(() => deployed.close());
  const fix = () => portal.withDoctor({ AUTH_URL }, createMissingSubscriptions);

  test("creates what is missing, once, with the secret that is set here, and says so", async () => {
    expect(codesOf(await portal.examine({ AUTH_URL }))).toEqual([
      "subscription_missing",
      "subscription_missing",
    ]);
    const [live, sandbox] = await fix();
    const [made] = await activeAt("live", AUTH_URL);
    expect(live).toMatchObject({ environment: "live", done: true });
    expect(live?.words).toContain(
      `Created the event subscription ${made?.id} to ${AUTH_URL}/api/webhooks/increase/live`,
    );
    expect(sandbox?.words).toContain("INCREASE_SANDBOX_WEBHOOK_SECRET");
    expect(codesOf(await portal.examine({ AUTH_URL }))).toEqual([]);
    const secretOf = (environment: string) =>
      portal.simulator.world.state.subscriptions.find(
        (each) => each.environment === environment && each.value.url.startsWith(AUTH_URL),
      )?.sharedSecret;
    expect(secretOf("live")).toBe(portal.source.INCREASE_WEBHOOK_SECRET);
    expect(secretOf("sandbox")).toBe(portal.source.INCREASE_SANDBOX_WEBHOOK_SECRET);
    const again = await fix();
    expect(again.map(({ done }) => done)).toEqual([false, false]);
    expect(await activeAt("live", AUTH_URL)).toHaveLength(1);
  });

  test("stands in the audit log, an entry for each that was created, with no secret in it", async () => {
    const [entries, live, sandbox] = [
      await notedAt(AUTH_URL),
      await activeAt("live", AUTH_URL),
      await activeAt("sandbox", AUTH_URL),
    ];
    const made = [...live, ...sandbox].map(({ id, url }) => [id, url]);
    expect(entries.map(({ target_id, after }) => [target_id, after?.url]).toSorted()).toEqual(
      made.toSorted(),
    );
    expect(entries).toHaveLength(2);
    for (const entry of entries) {
      expect(entry).toMatchObject({ actor_kind: "system", actor_id: null });
      expect(entry.request_id).toEqual(expect.any(String));
    }
    const text = JSON.stringify(entries);
    const { INCREASE_WEBHOOK_SECRET, INCREASE_SANDBOX_WEBHOOK_SECRET } = portal.source;
    for (const secret of [INCREASE_WEBHOOK_SECRET, INCREASE_SANDBOX_WEBHOOK_SECRET]) {
      expect(text).not.toContain(secret);
    }
  });

  const slips: [string, Parameters<typeof startHealthyPortal>[0]][] = [
    ["another site", { status: 404, body: "<!doctype html>" }],
    ["a program that is well in words of its own", { status: 200, body: '{"healthy":true}' }],
    ["a page that says ok though it failed", { status: 500, body: '{"status":"ok"}' }],
  ];
  test.each(slips)("creates nothing at an AUTH_URL where %s answers", async (_what, answer) => {
    const origin = await originOf(answer);
    await expectRefused(origin);
  });

  test("follows no redirect to a portal, and waits for none where nobody listens", async () => {
    const location = `${AUTH_URL}/api/health`;
    await expectRefused(await originOf({ status: 308, headers: { location }, body: '{"status":"ok"}' }));
    await expectRefused("http://127.0.0.1:9");
  });

  async function expectRefused(origin: string) {
    const fixed = await portal.withDoctor({ AUTH_URL: origin }, createMissingSubscriptions);
    const words = `Nothing was created: no portal answers at AUTH_URL, ${origin}. Deploy first, or correct AUTH_URL.`;
    expect(fixed).toEqual([
      { environment: "live", done: false, words },
      { environment: "sandbox", done: false, words },
    ]);
    expect([...(await activeAt("live", origin)), ...(await activeAt("sandbox", origin))]).toEqual([]);
  }

  test("creates them for a portal that is there and not well yet", async () => {
    const down = { status: "down", down: ["database"] };
    const origin = await originOf({ status: 503, body: JSON.stringify(down) });
    const fixed = await portal.withDoctor({ AUTH_URL: origin }, createMissingSubscriptions);
    expect(fixed.map(({ done }) => done)).toEqual([true, true]);
  });

  test("creates nothing that the audit log could not tell of", async () => {
    const origin = await originOf();
    const url = new URL(portal.source.DATABASE_URL ?? "");
    url.pathname = "/no_such_database";
    const changes = { AUTH_URL: origin, DATABASE_URL: url.href };
    const fixed = await portal.withDoctor(changes, createMissingSubscriptions);
    for (const { done, words } of fixed) {
      expect(done).toBe(false);
      expect(words).toMatch(/^Nothing was changed: the database of DATABASE_URL must be reached/);
    }
    expect(await activeAt("live", origin)).toEqual([]);
    expect(await activeAt("sandbox", origin)).toEqual([]);
  });

  test("says so where the entry itself can't be written", async () => {
    const origin = await originOf();
    await portal.sql("revoke insert on audit_entries from portal_app");
    const fixed = await portal.withDoctor({ AUTH_URL: origin }, createMissingSubscriptions);
    await portal.sql("grant insert on audit_entries to portal_app");
    for (const { words } of fixed) expect(words).toMatch(/^Created .* The audit log could not be written to/);
    expect(await notedAt(origin)).toEqual([]);
  });

  test("done by four at once makes one", async () => {
    const origin = await originOf();
    const four = Array.from({ length: 4 }, () =>
      portal.withDoctor({ AUTH_URL: origin }, createMissingSubscriptions),
    );
    await Promise.all(four);
    expect(await activeAt("live", origin)).toHaveLength(1);
    expect(await activeAt("sandbox", origin)).toHaveLength(1);
    expect(await notedAt(origin)).toHaveLength(2);
  });

  test("creates another where one was deleted, and leaves a disabled one alone", async () => {
    const setStatus = async (status: string) => {
      for (const { id } of await activeAt("live", AUTH_URL)) {
        await fetch(`${portal.simulator.url}/live/event_subscriptions/${id}`, {
          method: "PATCH",
          headers: {
            authorization: `Bearer ${portal.source.INCREASE_API_KEY}`,
            "content-type": "application/json",
          },
          body: JSON.stringify({ status }),
        });
      }
    };
    await setStatus("deleted");
    expect((await fix()).map(({ done }) => done)).toEqual([true, false]);
    expect(await activeAt("live", AUTH_URL)).toHaveLength(1);
    await setStatus("disabled");
    expect((await fix()).map(({ done }) => done)).toEqual([false, false]);
    expect(codesOf(await portal.examine({ AUTH_URL }))).toEqual(["subscription_disabled"]);
  });

  test("changes nothing where Increase refuses, or where a variable is faulty", async () => {
    await portal.control("faults", { path: "/live/event_subscriptions", status: 500, times: null });
    const changes = { AUTH_URL: await originOf(), INCREASE_SANDBOX_WEBHOOK_SECRET: "short" };
    const done = await portal.withDoctor(changes, createMissingSubscriptions);
    for (const { words } of done) expect(words).toMatch(/^Nothing was changed: /);
    expect(done[1]?.words).toContain("INCREASE_SANDBOX_WEBHOOK_SECRET must be sound");
    expect(JSON.stringify(done)).not.toContain("A simulated fault");
  });

  test("makes none at an Increase that can't deliver to this machine, and says why", async () => {
    // The demo's secrets are unsound beside an address that is not this machine's.
    const changes = {
      AUTH_URL: "http://127.0.0.1:3996",
      INCREASE_API_URL: "https://increase.invalid/live",
      INCREASE_API_KEY: "secret_key_abcdefgh",
      INCREASE_WEBHOOK_SECRET: "whsec_live_abcdefgh",
      INCREASE_SANDBOX_API_URL: "https://increase.invalid/sandbox",
      INCREASE_SANDBOX_API_KEY: "sandbox_key_abcdefgh",
      INCREASE_SANDBOX_WEBHOOK_SECRET: "whsec_sandbox_abcdefgh",
    };
    const fixed = await portal.withDoctor(changes, createMissingSubscriptions);
    expect(fixed.map(({ done }) => done)).toEqual([false, false]);
    const names = ["INCREASE_API_URL", "INCREASE_SANDBOX_API_URL"];
    for (const [index, { words }] of fixed.entries()) {
      expect(words).toMatch(/^Nothing was changed: AUTH_URL is an address of this machine/);
      expect(words).toContain(`the Increase of ${names[index]} can`);
    }
  });

  test("and --probe are no page's to run, whoever asks", async () => {
    await portal.withDoctor({}, async (doctor) => {
      const asOwner = { ...doctor, actor: staffActor("owner") };
      await expect(createMissingSubscriptions(asOwner)).rejects.toMatchObject({ code: "not_found" });
      const { checks } = await runChecks(probes, asOwner);
      expect(JSON.stringify(checks)).not.toContain("doctor_probe_");
    });
  });
});

describe("--probe", () => {
  const probe = (changes: Record<string, string>) =>
    portal.withDoctor(changes, (doctor) => runChecks(probes, doctor));
  let server: Server;
  let origin: string;
  let answer: { status: number; headers?: Record<string, string> };

  beforeEach(async () => {
    answer = { status: 200 };
    server = createServer((_request, response) => response.writeHead(answer.status, answer.headers).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = z.object({ port: z.number() }).parse(server.address());
    origin = `http://127.0.0.1:${port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function withReceiver<T>(work: (receiver: string) => Promise<T>): Promise<T> {
    const receiver = await receiveFromSimulator(portal);
    const [newest] = await list("live");
    try {
      return await work(new URL(newest?.url ?? "").origin);
    } finally {
      await receiver.close();
    }
  }

  test("goes through the portal's own address into the inbox, live and sandbox, and does nothing there", async () => {
    await withReceiver(async (receiver) => {
      const report = await probe({ AUTH_URL: receiver });
      expect(report.findings).toEqual([]);
      await processAll(portal);
      for (const environment of ["live", "sandbox"] as const) {
        const told = report.checks.find(({ id }) => id === `${environment}_probe`);
        const [eventId = ""] = /doctor_probe_\w+/.exec(JSON.stringify(told)) ?? [];
        expect(await findWebhookEvent(portal.services.db, { environment, eventId })).toMatchObject({
          category: "portal_doctor.probe",
          state: "processed",
          groupId: null,
        });
      }
      expect(await portal.sql("select * from group_changes")).toEqual([]);
    });
  });

  test("finds that the portal has another secret", async () => {
    await withReceiver(async (receiver) => {
      const report = await probe({ AUTH_URL: receiver, INCREASE_WEBHOOK_SECRET: "whsec_another-one" });
      expect(codesOf(report)).toEqual(["probe_refused"]);
      expect(report.findings[0]?.fix).toContain("INCREASE_WEBHOOK_SECRET");
      expect(JSON.stringify(report)).not.toContain("another-one");
    });
  });

  test.each([
    [308, "probe_redirected", "AUTH_URL"],
    [404, "probe_not_portal", "AUTH_URL"],
    [401, "probe_not_portal", "AUTH_URL"],
    [503, "probe_not_stored", "/api/health"],
    [200, "probe_in_other_database", "DATABASE_URL"],
  ])("says what an answer of %d means", async (status, code, names) => {
    answer = { status, headers: { location: "https://www.portal.example.com/" } };
    const report = await probe({ AUTH_URL: origin });
    expect([...new Set(codesOf(report))]).toEqual([code]);
    for (const { fix } of report.findings) expect(fix).toContain(names);
  });

  test("says that nobody answers", async () => {
    const report = await probe({ AUTH_URL: "http://127.0.0.1:9" });
    expect(codesOf(report)).toEqual(["probe_unanswered", "probe_unanswered"]);
  });
});
