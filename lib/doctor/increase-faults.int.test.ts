import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { listEventSubscriptions, type EventSubscription } from "../increase";
import { codesOf, startExaminedPortal, type ExaminedPortal } from "../testing/doctor";

let portal: ExaminedPortal;
beforeAll(async () => {
  portal = await startExaminedPortal();
});
afterEach(async () => {
  await fetch(`${portal.simulator.url}/_sim/faults`, { method: "DELETE" });
  await portal.setSwitch("wrong_environment_error", "environment_mismatch_error");
  portal.simulator.world.clock.offsetMs = 0;
});
afterAll(() => portal.close());

const fault = (fields: Record<string, unknown>) => portal.control("faults", { times: null, ...fields });

async function expectOnly(code: string, names: string, changes: Record<string, string> = {}) {
  const report = await portal.examine(changes);
  expect([...new Set(codesOf(report))]).toEqual([code]);
  expect(report.findings.map(({ fix }) => fix).join("\n")).toContain(names);
  return report;
}

describe.each(["live", "sandbox"])("the %s key", (environment) => {
  const isLive = environment === "live";
  const key = isLive ? "INCREASE_API_KEY" : "INCREASE_SANDBOX_API_KEY";
  const url = isLive ? "INCREASE_API_URL" : "INCREASE_SANDBOX_API_URL";

  test("is unknown to Increase", () => expectOnly("key_unknown", key, { [key]: "secret_key_of_nobody" }));

  test.each([
    ["deleted_credential", "key_deleted"],
    ["expired_credential", "key_expired"],
    ["ip_not_allowed", "key_not_from_here"],
    ["no_api_access", "key_without_access"],
    ["revoked_by_moon", "key_refused"],
  ])("is refused for %s", async (reason, code) => {
    await fault({ path: `/${environment}/**`, status: 401, type: "invalid_api_key_error", reason });
    const report = await expectOnly(code, key);
    // Increase's own words could be anything.
    expect(JSON.stringify(report)).not.toContain("revoked_by_moon");
    expect(JSON.stringify(report)).not.toContain("A simulated fault");
  });

  test.each([{ status: 500 }, { drop: true }, { status: 502, html: true }, { status: 200, html: true }])(
    "meets %o",
    async (effect) => {
      await fault({ path: `/${environment}/**`, ...effect });
      await expectOnly("increase_unreachable", url);
    },
  );

  test.each([
    { status: 404, html: true },
    { status: 200, answer: {} },
  ])("is shown to another site, which answers %o", async (effect) => {
    await fault({ path: `/${environment}/**`, ...effect });
    await expectOnly("increase_url_wrong", url);
  });

  test("is shown where nobody listens", () =>
    expectOnly("increase_unreachable", url, { [url]: `http://127.0.0.1:9/${environment}` }));

  test("is asked to slow down", async () => {
    await fault({ path: `/${environment}/**`, status: 429 });
    await expectOnly("increase_busy", "Check again in a minute");
  });

  test("is the token of a customer", async () => {
    await fault({ path: `/${environment}/event_subscriptions`, status: 403 });
    await expectOnly("key_not_platforms", key);
  });
});

test("a customer's own token in place of the platform's key", async () => {
  const held = portal.simulator.world.state.tokens.find(({ environment }) => environment === "live");
  await expectOnly("key_not_platforms", "INCREASE_API_KEY", { INCREASE_API_KEY: held?.token ?? "" });
});

test.each(["environment_mismatch_error", "invalid_api_key_error"])(
  "keys that were mixed up, where Increase answers %s",
  async (error) => {
    await portal.setSwitch("wrong_environment_error", error);
    const { INCREASE_API_KEY: live = "", INCREASE_SANDBOX_API_KEY: sandbox = "" } = portal.source;
    const changes = { INCREASE_API_KEY: sandbox, INCREASE_SANDBOX_API_KEY: live };
    const report = await expectOnly("key_of_other_environment", "INCREASE_SANDBOX_API_KEY", changes);
    expect(report.findings).toHaveLength(2);
  },
);

describe("the OAuth application", () => {
  const asClient = (INCREASE_CLIENT_ID: string) => ({ INCREASE_CLIENT_ID });

  test("was deleted", () =>
    expectOnly("client_id_deleted", "INCREASE_CLIENT_ID", asClient("client_id_demopilot00000000000")));

  test("is nobody's", async () => {
    const report = await expectOnly(
      "client_id_unknown",
      "INCREASE_CLIENT_ID",
      asClient("client_id_of_nobody"),
    );
    expect(report.findings[0]?.fix).toContain("client_id_demoportal0000000000");
  });

  test("is named by its id and not by its client id", () =>
    expectOnly(
      "client_id_is_application_id",
      "INCREASE_CLIENT_ID to client_id_demoportal0000000000",
      asClient("application_ledgerlineportal0000"),
    ));

  test("has a status of tomorrow", async () => {
    const wire = {
      id: "application_1",
      client_id: portal.source.INCREASE_CLIENT_ID,
      name: "Portal",
      status: "paused",
      created_at: "2026-01-01T00:00:00Z",
      deleted_at: null,
      type: "oauth_application",
    };
    await fault({ path: "/live/oauth_applications", answer: { data: [wire], next_cursor: null } });
    await expectOnly("client_id_status_unknown", "INCREASE_CLIENT_ID");
  });

  test("is of another platform, whose key lists none", async () => {
    await fault({ path: "/live/oauth_applications", answer: { data: [], next_cursor: null } });
    await expectOnly("client_id_unknown", "INCREASE_API_KEY");
  });
});

describe.each(["live", "sandbox"] as const)("the %s event subscription", (environment) => {
  const secret = environment === "live" ? "INCREASE_WEBHOOK_SECRET" : "INCREASE_SANDBOX_WEBHOOK_SECRET";
  type Wire = Pick<EventSubscription, "id" | "url" | "status"> & Record<string, unknown>;

  async function have(change: (own: Wire) => Wire[]) {
    const listed = await listEventSubscriptions(portal.services.increase.platform(environment));
    const own = listed.find(({ status }) => status === "active");
    if (own === undefined) throw new Error("There is no event subscription");
    const { id, url, status } = own;
    const plain = { id, url, status, oauth_connection_id: null, selected_event_categories: null };
    await fault({
      path: `/${environment}/event_subscriptions`,
      answer: { data: change(plain), next_cursor: null },
    });
  }

  const other = environment === "live" ? "sandbox" : "live";
  const categories = (...names: string[]) => ({
    selected_event_categories: names.map((event_category) => ({ event_category })),
  });
  const cases: [string, (own: Wire) => Wire[], string, string][] = [
    ["does not exist", () => [], "subscription_missing", secret],
    ["was deleted", (own) => [{ ...own, status: "deleted" }], "subscription_missing", secret],
    [
      "is disabled",
      (own) => [{ ...own, status: "disabled" }],
      "subscription_disabled",
      "event_subscription_",
    ],
    [
      "requires attention",
      (own) => [{ ...own, status: "requires_attention" }],
      "subscription_requires_attention",
      "--probe",
    ],
    [
      "has a status of tomorrow",
      (own) => [{ ...own, status: "resting" }],
      "subscription_status_unknown",
      "active",
    ],
    [
      "is for one connection",
      (own) => [{ ...own, oauth_connection_id: "connection_1" }],
      "subscription_of_one_connection",
      secret,
    ],
    [
      "lacks categories",
      (own) => [{ ...own, ...categories("card.created") }],
      "subscription_lacks_categories",
      "all categories",
    ],
    ["stands twice", (own) => [own, { ...own, id: "event_subscription_2" }], "subscription_doubled", secret],
    [
      "delivers to the other's address",
      (own) => [{ ...own, url: own.url.replace(environment, other) }],
      "subscription_of_other_path",
      "--fix",
    ],
    [
      "delivers to nearly the address",
      (own) => [{ ...own, url: `${own.url}/` }],
      "subscription_at_other_url",
      "AUTH_URL",
    ],
    [
      "delivers to another portal",
      (own) => [{ ...own, url: "https://old.example.com/hook" }],
      "subscription_missing",
      "AUTH_URL",
    ],
  ];

  test.each(cases)("%s", async (_fault, change, code, names) => {
    await have(change);
    await expectOnly(code, names);
  });

  test("is good beside one that is deleted, one that is disabled and one of another program", async () => {
    await have((own) => [
      { ...own, id: "event_subscription_2", status: "deleted" },
      { ...own, id: "event_subscription_3", status: "disabled" },
      { ...own, id: "event_subscription_4", url: "https://ledger.example.com/hook" },
      own,
    ]);
    expect(codesOf(await portal.examine())).toEqual([]);
  });
});

describe.each(["live", "sandbox"] as const)("what %s delivers elsewhere", (environment) => {
  const Name = environment === "live" ? "Live" : "Sandbox";
  const path = `/api/webhooks/increase/${environment}`;

  /** The notes of the check where these are beside the portal's own; none of them is a finding. */
  async function notesBeside(...others: Record<string, unknown>[]): Promise<string[]> {
    const plain = { status: "active", oauth_connection_id: null, selected_event_categories: null };
    const wires = [{ url: `http://localhost:3000${path}` }, ...others].map((each, index) =>
      Object.assign({ id: `event_subscription_${index}` }, plain, each),
    );
    await fault({
      path: `/${environment}/event_subscriptions`,
      answer: { data: wires, next_cursor: null },
    });
    const { checks, findings } = await portal.examine();
    expect(findings).toEqual([]);
    const outcome = checks.find(({ id }) => id === `${environment}_subscription`)?.outcome;
    return outcome?.kind === "checked" ? outcome.notes : [];
  }

  test.each([
    ["http://localhost:3001", path],
    ["https://staging.example.com", `${path}/`],
    ["https://portal.example.com", `/old${path}?from=slip`],
  ])("is noted of %s%s, and leaves the set-up well", async (origin, at) => {
    expect(await notesBeside({ url: origin + at })).toEqual([
      `${Name}: Increase also delivers to ${origin} (event_subscription_1). Whoever receives there is told of every customer’s events. Delete or disable it in Increase’s Dashboard (${environment}) unless it is another portal of yours.`,
    ]);
  });

  test("is not noted of what delivers nothing there, nor to no portal, nor for one connection", async () => {
    const url = `http://localhost:3001${path}`;
    const notes = await notesBeside(
      { url, status: "disabled" },
      { url, status: "deleted" },
      { url, oauth_connection_id: "connection_1" },
      { url: "https://ledger.example.com/hook" },
      { url: "nonsense" },
    );
    expect(notes).toEqual([]);
  });
});

test("the portal has moved, and both event subscriptions stayed behind", async () => {
  const report = await expectOnly("subscription_missing", "AUTH_URL", { AUTH_URL: "http://127.0.0.1:3000" });
  expect(report.findings).toHaveLength(2);
});

describe("the clock", () => {
  test.each([
    [60, "warning"],
    [-400, "error"],
  ])("is %d seconds off Increase's", async (seconds, severity) => {
    portal.simulator.world.clock.offsetMs = seconds * 1000;
    const report = await expectOnly("clock_skew", "NTP");
    expect(report.findings[0]?.severity).toBe(severity);
  });

  test("of this host is off everybody's", async () => {
    const report = await portal.examine({}, () => new Date(Date.now() + 100_000));
    expect(codesOf(report)).toEqual(["clock_skew", "database_clock_skew"]);
  });
});

describe("the clocks of which one was not asked", () => {
  async function clockOf(changes: Record<string, string>) {
    const { checks } = await portal.examine(changes);
    const { whenWell, outcome } = checks.find(({ id }) => id === "clock") ?? {};
    return { whenWell, notes: outcome?.kind === "checked" ? outcome.notes : null };
  }
  const databaseDown = { DATABASE_URL: "postgres://u:p@127.0.0.1:9/portal" };
  const keysUnknown = {
    INCREASE_API_KEY: "secret_key_of_nobody",
    INCREASE_SANDBOX_API_KEY: "sandbox_key_of_nobody",
  };

  test("all three agree where all were asked", async () => {
    const whenWell = "This host, Increase and the database agree on what time it is.";
    expect(await clockOf({})).toEqual({ whenWell, notes: [] });
    expect(await clockOf({ INCREASE_API_KEY: "secret_key_of_nobody" })).toEqual({ whenWell, notes: [] });
  });

  test("nothing is said of the database's", async () => {
    expect(await clockOf(databaseDown)).toEqual({
      whenWell: "This host and Increase agree on what time it is.",
      notes: ["The database was not asked. The database must be reached, and be migrated, first."],
    });
  });

  test("nothing is said of Increase's", async () => {
    expect(await clockOf(keysUnknown)).toEqual({
      whenWell: "This host and the database agree on what time it is.",
      notes: ["Increase was not asked. Increase must accept the platform’s key first."],
    });
  });

  test("nothing at all is said of either", async () => {
    expect(await clockOf({ ...databaseDown, ...keysUnknown })).toMatchObject({ notes: null });
  });
});

describe("the staff's issuer", () => {
  const document = "/staff/.well-known/openid-configuration";
  const good = async () => {
    const answer = await fetch(`${portal.simulator.url}${document}`);
    return answer.json();
  };

  test.each([{ status: 500 }, { drop: true }, { html: true, status: 200 }, { answer: {} }])(
    "answers %o",
    async (effect) => {
      await fault({ path: document, ...effect });
      await expectOnly("issuer_unreachable", "STAFF_OIDC_ISSUER");
    },
  );

  test.each([
    ["issuer_mismatch", { issuer: "https://login.example.com" }],
    ["issuer_incomplete", { token_endpoint: undefined }],
    ["issuer_incomplete", { response_types_supported: ["id_token"] }],
    ["issuer_not_https", { token_endpoint: "http://login.example.com/token" }],
    ["issuer_without_pkce", { code_challenge_methods_supported: ["plain"] }],
  ])("has %s by %o", async (code, change) => {
    await fault({ path: document, answer: { ...(await good()), ...change } });
    await expectOnly(code, "issuer");
  });
});
