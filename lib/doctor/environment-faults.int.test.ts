import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codesOf, startExaminedPortal, type ExaminedPortal } from "../testing/doctor";

let portal: ExaminedPortal;
beforeAll(async () => {
  portal = await startExaminedPortal();
});
afterAll(() => portal.close());

test("a good set-up gives no finding, and all of it is looked at", async () => {
  const report = await portal.examine();
  expect(report.findings).toEqual([]);
  expect(report.checks.filter(({ outcome }) => outcome.kind !== "checked")).toEqual([]);
});

type Changes = Record<string, string | undefined>;
const other = (character: string) => Buffer.alloc(32, character).toString("base64");
const secret = "k9Zq3fT7xW2mB8vN4cR6yH1jL5pD0sGa";

/** What is wrong in the environment, the one code that it is named by, and the variable that the fix names. */
const cases: [fault: string, changes: Changes, code: string, names: string][] = [
  ["AUTH_SECRET is missing", { AUTH_SECRET: undefined }, "variable_missing", "AUTH_SECRET"],
  ["an empty variable", { INCREASE_CLIENT_SECRET: "" }, "variable_missing", "INCREASE_CLIENT_SECRET"],
  ["the database is not named", { DATABASE_URL: undefined }, "variable_missing", "DATABASE_URL"],
  ["a key of 31 bytes", { TOKEN_KEYS: `k1:${other("k").slice(4)}` }, "variable_malformed", "TOKEN_KEYS"],
  ["an origin with a path", { AUTH_URL: "http://localhost:3000/portal" }, "variable_malformed", "AUTH_URL"],
  ["an origin in clear", { AUTH_URL: "http://portal.example.com" }, "variable_malformed", "AUTH_URL"],
  [
    "a key in clear to elsewhere",
    { INCREASE_API_URL: "http://increase.example" },
    "variable_malformed",
    "INCREASE_API_URL",
  ],
  ["MySQL", { DATABASE_URL: "mysql://u:p@127.0.0.1/portal" }, "variable_malformed", "DATABASE_URL"],
  ["a short CRON_SECRET", { CRON_SECRET: "short-secret" }, "variable_malformed", "CRON_SECRET"],
  ["events kept too shortly", { EVENT_RETENTION_DAYS: "7" }, "variable_malformed", "EVENT_RETENTION_DAYS"],
  ["a name in place of an address", { STAFF_OWNERS: "Olivia" }, "variable_malformed", "STAFF_OWNERS"],
  ["yes in place of true", { STAFF_OIDC_TRUST_EMAIL: "yes" }, "variable_malformed", "STAFF_OIDC_TRUST_EMAIL"],
  ["an unknown scope", { INCREASE_SCOPE: "everything" }, "variable_malformed", "INCREASE_SCOPE"],
  [
    "three secrets",
    { INCREASE_WEBHOOK_SECRET: `a${secret},b${secret},c${secret}` },
    "variable_malformed",
    "INCREASE_WEBHOOK_SECRET",
  ],
  [
    "a collector that is not reached by http",
    { OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4317" },
    "variable_malformed",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
  ],
  [
    "the collector's key alone",
    { OTEL_EXPORTER_OTLP_HEADERS: "k3y-of-the-collector" },
    "variable_malformed",
    "OTEL_EXPORTER_OTLP_HEADERS",
  ],
  [
    "the crons' secret shown to the collector",
    { CRON_SECRET: secret, OTEL_EXPORTER_OTLP_HEADERS: `a-key=${secret}` },
    "secret_used_twice",
    "OTEL_EXPORTER_OTLP_HEADERS",
  ],
  ["a faulty proxy", { TRUSTED_PROXY: "X-Real-IP!" }, "variable_malformed", "TRUSTED_PROXY"],
  [
    "the demo's secrets on a real origin",
    { AUTH_URL: "https://portal.example.com", TRUSTED_PROXY: "x-real-ip" },
    "variable_public",
    "TOKEN_KEYS",
  ],
  [
    "alerts without a secret",
    { ALERT_WEBHOOK_SECRET: undefined },
    "variables_disagree",
    "ALERT_WEBHOOK_SECRET",
  ],
  [
    "one key for both environments",
    { INCREASE_SANDBOX_API_KEY: "secret_key_demo-only-platform-live" },
    "variables_disagree",
    "INCREASE_SANDBOX_API_KEY",
  ],
  [
    "a webhook secret of both environments",
    { INCREASE_SANDBOX_WEBHOOK_SECRET: "whsec_demo-only-live-4b7d0c92e6f1" },
    "variables_disagree",
    "INCREASE_SANDBOX_WEBHOOK_SECRET",
  ],
  ["no CRON_SECRET", { CRON_SECRET: undefined }, "cron_secret_missing", "CRON_SECRET"],
  [
    "nobody is told",
    { ALERT_WEBHOOK_URL: undefined, ALERT_WEBHOOK_SECRET: undefined },
    "alerts_unset",
    "ALERT_WEBHOOK_URL",
  ],
  [
    "more is asked for than is read",
    { INCREASE_SCOPE: "read_write" },
    "scope_wider_than_needed",
    "INCREASE_SCOPE",
  ],
  [
    "the older signature is taken",
    { INCREASE_LEGACY_SIGNATURE: "true" },
    "legacy_signature_accepted",
    "INCREASE_LEGACY_SIGNATURE",
  ],
  ["on Vercel, no header is believed", { VERCEL: "1" }, "client_address_unknown", "TRUSTED_PROXY"],
  [
    "one secret for two things",
    { AUTH_SECRET: secret, CRON_SECRET: secret },
    "secret_used_twice",
    "AUTH_SECRET and CRON_SECRET",
  ],
  ["a secret of one letter", { AUTH_SECRET: "x".repeat(40) }, "secret_guessable", "AUTH_SECRET"],
  [
    "a webhook secret that Increase can't hold",
    { INCREASE_WEBHOOK_SECRET: secret.repeat(4) },
    "webhook_secret_too_long",
    "INCREASE_WEBHOOK_SECRET",
  ],
  [
    "the key is gone",
    { TOKEN_KEYS: `k2:${Buffer.from(secret).toString("base64")}` },
    "token_key_missing",
    "TOKEN_KEYS",
  ],
  [
    "another key under the same name",
    { TOKEN_KEYS: `demo-only:${Buffer.from(secret).toString("base64")}` },
    "sealed_row_damaged",
    "TOKEN_KEYS",
  ],
];

describe("each fault of the environment is named, and nothing else", () => {
  test.each(cases)("%s", async (_fault, changes, code, names) => {
    const report = await portal.examine(changes);
    expect([...new Set(codesOf(report))]).toEqual([code]);
    const fixes = report.findings.map(({ fix }) => fix);
    expect(fixes.join("\n")).toContain(names);
    for (const { what, why, fix } of report.findings)
      for (const text of [what, why, fix]) expect(text).toMatch(/\.$/);
    expectNoSecretIn(JSON.stringify(report), changes);
  });

  function expectNoSecretIn(text: string, changes: Changes) {
    const given = { ...portal.source, ...changes };
    const secrets = Object.entries(given).flatMap(([name, value]) =>
      value !== undefined && value.length > 7 && /SECRET$|_KEYS?$|_HEADERS$|^DATABASE_URL$/.test(name)
        ? [value]
        : [],
    );
    expect(secrets.length).toBeGreaterThan(5);
    for (const value of secrets) expect(text).not.toContain(value);
    expect(text).not.toContain(new URL(portal.source.DATABASE_URL ?? "").password);
  }

  test("a key that is gone has lost nothing yet, and comes back before anybody signs in again", async () => {
    const [finding] = (await portal.examine({ TOKEN_KEYS: `k2:${Buffer.from(secret).toString("base64")}` }))
      .findings;
    expect(finding?.why).toBe(
      "Those customers see an error until the key is back. Nothing is lost as long as somebody has it.",
    );
    expect(finding?.fix).toMatch(
      /^Put the key demo-only back .+ If nobody has it any more, those customers sign in again\.$/,
    );
  });

  test("keys in a rotation", async () => {
    const [old] = (portal.source.TOKEN_KEYS ?? "").split(",");
    const fresh = `k2:${Buffer.from(secret).toString("base64")}`;
    const begun = await portal.examine({ TOKEN_KEYS: `${fresh},${old}` });
    expect(codesOf(begun)).toEqual(["token_key_old_in_use"]);
    expect(begun.findings[0]?.fix).toContain("npm run tokens:rotate");
  });

  test("a key that no row needs yet, or any more, is a note: a rotation under way is nothing to undo", async () => {
    const [held = ""] = (portal.source.TOKEN_KEYS ?? "").split(",");
    const report = await portal.examine({
      TOKEN_KEYS: `${held},k2:${Buffer.from(secret).toString("base64")}`,
    });
    expect(codesOf(report)).toEqual([]);
    const told = report.checks.find(({ id }) => id === "sealed_rows");
    expect(told?.outcome).toMatchObject({
      notes: expect.arrayContaining([
        "No row is sealed with k2; see docs/rotation.md, and let `npm run tokens:rotate` say when it may go.",
      ]),
    });
  });

  test("all variables at once: each is named, and what needs none of them is looked at", async () => {
    const nothing = Object.fromEntries(Object.keys(portal.source).map((name) => [name, undefined]));
    const report = await portal.examine(nothing);
    expect(codesOf(report)).toEqual(expect.arrayContaining(["variable_missing", "alerts_unset"]));
    const missing = report.findings.filter(({ code }) => code === "variable_missing");
    expect(missing).toHaveLength(13);
    expect(report.checks.filter(({ outcome }) => outcome.kind === "not_checked").length).toBeGreaterThan(10);
  });

  test("a faulty live side hides nothing of the sandbox's", async () => {
    await portal.control("faults", {
      path: "/sandbox/groups/current",
      status: 401,
      reason: "expired_credential",
    });
    const report = await portal.examine({ INCREASE_API_KEY: undefined });
    expect(codesOf(report)).toEqual(["variable_missing", "key_expired"]);
  });
});
