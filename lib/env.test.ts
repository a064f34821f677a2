import { readFileSync } from "node:fs";
import { parseEnv as parseEnvFile } from "node:util";
import { expect, test } from "vitest";
import { parseEnv, previewAtProduction, previewOfLive, secretNames, type EnvName } from "./env";

const demo: Record<string, string | undefined> = {
  ...parseEnvFile(readFileSync(".env.demo", "utf8")),
  DATABASE_URL: "postgres://u:p@127.0.0.1/portal",
};
const real = {
  AUTH_SECRET: "k9Zq3fT7xW2mB8vN4cR6yH1jL5pD0sGa",
  AUTH_URL: "https://portal.example.com",
  DATABASE_URL: "postgres://u:p@ep-cool.neon.tech/portal",
  TOKEN_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  INCREASE_API_KEY: "secret_key_abcdefgh",
  INCREASE_SANDBOX_API_KEY: "sandbox_key_abcdefgh",
  INCREASE_CLIENT_ID: "client_id_abcdefgh",
  INCREASE_CLIENT_SECRET: "client_secret_abcdefgh",
  INCREASE_WEBHOOK_SECRET: "whsec_live_abcdefgh",
  INCREASE_SANDBOX_WEBHOOK_SECRET: "whsec_sandbox_abcdefgh",
  STAFF_OIDC_ISSUER: "https://login.example.com",
  STAFF_OIDC_CLIENT_ID: "portal",
  STAFF_OIDC_CLIENT_SECRET: "staff_secret_abcdefgh",
};
const publicSecrets = 10;

function problemsOf(source: Record<string, string | undefined>): string[] {
  const result = parseEnv(source);
  return result.ok ? [] : result.problems;
}

test("the demo's values are good on loopback, real ones anywhere", () => {
  expect(problemsOf(demo)).toEqual([]);
  expect(problemsOf(real)).toEqual([]);
});

test("the real hosts are the defaults, and read_only the scope", () => {
  const result = parseEnv(real);
  expect(result).toMatchObject({
    env: {
      INCREASE_API_URL: "https://api.increase.com",
      INCREASE_SANDBOX_API_URL: "https://sandbox.increase.com",
      INCREASE_AUTHORIZE_URL: "https://increase.com/oauth/authorization",
      INCREASE_SCOPE: "read_only",
    },
  });
});

test("what two proxies before us say is read from the second of their header's addresses", () => {
  const read = (TRUSTED_PROXY: string) => parseEnv({ ...real, TRUSTED_PROXY });
  expect(read("x-forwarded-for:2")).toMatchObject({
    env: { TRUSTED_PROXY: { header: "x-forwarded-for", hops: 2 } },
  });
  expect(read("x-real-ip")).toMatchObject({ env: { TRUSTED_PROXY: { header: "x-real-ip", hops: 1 } } });
});

test("a preview is good as long as it can't reach the live API", () => {
  expect(problemsOf({ ...real, VERCEL_ENV: "preview", INCREASE_API_URL: "https://sim.example.com" })).toEqual(
    [],
  );
  expect(problemsOf({ ...real, VERCEL_ENV: "production" })).toEqual([]);
  const dotted = { ...real, VERCEL_ENV: "preview", INCREASE_API_URL: "https://api.increase.com." };
  expect(problemsOf(dotted)).toEqual([previewOfLive]);
});

test("the demo runs through Neon's driver where its proxy is on loopback, and not where it is elsewhere", () => {
  const neon = { ...demo, DATABASE_URL: "postgres://u:p@ep-test.neon.tech/portal" };
  expect(problemsOf({ ...neon, NEON_WS_PROXY: "127.0.0.1:4444" })).toEqual([]);
  expect(problemsOf({ ...neon, NEON_WS_PROXY: "proxy.example.com:443" })).toHaveLength(publicSecrets);
  const other = {
    ...demo,
    DATABASE_URL: "postgres://u:p@db.example.com/portal",
    NEON_WS_PROXY: "127.0.0.1:4444",
  };
  expect(problemsOf(other)).toHaveLength(publicSecrets);
});

test("a preview is not at production's address", () => {
  const preview = { ...real, VERCEL_ENV: "preview", INCREASE_API_URL: "https://sim.example.com" };
  const at = (VERCEL_PROJECT_PRODUCTION_URL: string) => ({ ...preview, VERCEL_PROJECT_PRODUCTION_URL });
  expect(problemsOf(at("portal.example.com"))).toEqual([previewAtProduction]);
  expect(problemsOf({ ...at("portal.example.com"), AUTH_URL: "https://portal.example.com." })).toEqual([
    previewAtProduction,
  ]);
  expect(problemsOf(at("www.example.com"))).toEqual([]);
  expect(problemsOf({ ...at("portal.example.com"), VERCEL_ENV: "production" })).toEqual([]);
});

test("every fault is named at once, and no value", () => {
  const broken = {
    ...real,
    AUTH_SECRET: "short",
    TOKEN_KEYS: "k1:c2hvcnQ=",
    INCREASE_API_KEY: undefined,
    AUTH_URL: "",
  };
  expect(problemsOf(broken)).toEqual([
    "AUTH_SECRET must be at least 32 characters",
    "AUTH_URL is missing",
    "TOKEN_KEYS must be kid:base64 of 32 bytes, comma separated",
    "INCREASE_API_KEY is missing",
  ]);
  expect(problemsOf(broken).join()).not.toContain("c2hvcnQ");
});

test("faults between variables are named beside those of single ones", () => {
  const broken = {
    ...real,
    CRON_SECRET: "short",
    INCREASE_SANDBOX_WEBHOOK_SECRET: real.INCREASE_WEBHOOK_SECRET,
    ALERT_WEBHOOK_URL: "https://ops.example.com/hook",
    TOKEN_KEYS: demo.TOKEN_KEYS,
  };
  expect(problemsOf(broken)).toEqual([
    "CRON_SECRET must be at least 32 characters",
    "TOKEN_KEYS holds the public value of .env.demo, which is allowed on loopback addresses alone",
    "INCREASE_SANDBOX_WEBHOOK_SECRET shares a secret with INCREASE_WEBHOOK_SECRET",
    "ALERT_WEBHOOK_SECRET is missing, and ALERT_WEBHOOK_URL is set",
  ]);
});

test.each([
  "AUTH_SECRET",
  "TOKEN_KEYS",
  "INCREASE_API_KEY",
  "INCREASE_SANDBOX_API_KEY",
  "INCREASE_CLIENT_SECRET",
  "INCREASE_WEBHOOK_SECRET",
  "INCREASE_SANDBOX_WEBHOOK_SECRET",
  "STAFF_OIDC_CLIENT_SECRET",
  "CRON_SECRET",
  "ALERT_WEBHOOK_SECRET",
])("the demo's public %s is refused beside a real address", (name) => {
  expect(problemsOf({ ...real, [name]: demo[name] })).toEqual([
    `${name} holds the public value of .env.demo, which is allowed on loopback addresses alone`,
  ]);
});

test.each([
  "AUTH_URL",
  "DATABASE_URL",
  "INCREASE_API_URL",
  "INCREASE_SANDBOX_API_URL",
  "INCREASE_AUTHORIZE_URL",
  "INCREASE_DASHBOARD_URL",
  "STAFF_OIDC_ISSUER",
  "ALERT_WEBHOOK_URL",
])("one address off loopback, %s, refuses all public values", (name) => {
  const address =
    name === "DATABASE_URL" ? "postgres://u:p@db.example.com/portal" : "https://127.0.0.1.example.com";
  expect(problemsOf({ ...demo, [name]: address })).toHaveLength(publicSecrets);
});

test("a loopback database that leads elsewhere is not loopback", () => {
  const DATABASE_URL = "postgres://u:p@127.0.0.1/portal?host=db.example.com";
  expect(problemsOf({ ...demo, DATABASE_URL })).toHaveLength(publicSecrets);
});

test("a public key hidden under another name is still public", () => {
  const hidden = demo.TOKEN_KEYS?.replace("demo-only:", "production:");
  expect(problemsOf({ ...real, TOKEN_KEYS: hidden })).toHaveLength(1);
});

test.each([
  ["AUTH_URL with a path", { AUTH_URL: "https://portal.example.com/app" }],
  ["two keys of one name", { TOKEN_KEYS: `${real.TOKEN_KEYS},${real.TOKEN_KEYS}` }],
  ["an unknown scope", { INCREASE_SCOPE: "everything" }],
  ["one key for both environments", { INCREASE_SANDBOX_API_KEY: real.INCREASE_API_KEY }],
  ["no secret for webhooks", { INCREASE_WEBHOOK_SECRET: "" }],
  ["an empty secret among two", { INCREASE_WEBHOOK_SECRET: "whsec_live_abcdefgh," }],
  ["three secrets for webhooks", { INCREASE_WEBHOOK_SECRET: "whsec_aaaa,whsec_bbbb,whsec_cccc" }],
  [
    "one webhook secret for both environments",
    { INCREASE_WEBHOOK_SECRET: "whsec_other_abcdefgh,whsec_sandbox_abcdefgh" },
  ],
  ["an owner who is no e-mail address", { STAFF_OWNERS: "olivia@example.com,nobody" }],
  ["a short secret for the crons", { CRON_SECRET: "short" }],
  ["alerts without a secret", { ALERT_WEBHOOK_URL: "https://ops.example.com/hook" }],
  ["events kept for less than Increase lists them", { EVENT_RETENTION_DAYS: "30" }],
  ["a flag that is neither true nor false", { INCREASE_LEGACY_SIGNATURE: "yes" }],
  [
    "one URL for both environments",
    { INCREASE_API_URL: "https://i.example", INCREASE_SANDBOX_API_URL: "https://i.example/" },
  ],
  ["the sandbox at the live host", { INCREASE_SANDBOX_API_URL: "https://api.increase.com/v1" }],
  ["live at the sandbox host", { INCREASE_API_URL: "https://sandbox.increase.com/v1" }],
  ["a portal without https", { AUTH_URL: "http://portal.example.com" }],
  ["an API without https", { INCREASE_API_URL: "http://api.increase.com" }],
  ["a user name in a URL", { INCREASE_AUTHORIZE_URL: "https://increase.com@evil.example/oauth" }],
  ["a secret of spaces", { AUTH_SECRET: " ".repeat(40) }],
  ["three secrets for cookies", { AUTH_SECRET: Array(3).fill(real.AUTH_SECRET).join() }],
  ["a short secret among two", { AUTH_SECRET: `${real.AUTH_SECRET},short` }],
  ["a proxy that names no header", { TRUSTED_PROXY: "10.0.0.0/8" }],
  ["a preview that would reach the live API", { VERCEL_ENV: "preview" }],
  ["a collector that is no URL", { OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" }],
  ["a collector of gRPC", { OTEL_EXPORTER_OTLP_ENDPOINT: "grpc://collector:4317" }],
  [
    "a collector's address with a / at its end",
    { OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.example/" },
  ],
  [
    "a user name in a collector's address",
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://u:p@c.example/v1" },
  ],
  ["metrics to nowhere", { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: "/v1/metrics" }],
  ["a header without a value", { OTEL_EXPORTER_OTLP_HEADERS: "authorization=" }],
  ["a header without a name", { OTEL_EXPORTER_OTLP_HEADERS: "a-key=k3y,Bearer abc" }],
  ["a header that can't be decoded", { OTEL_EXPORTER_OTLP_HEADERS: "a-key=100%zz" }],
  ["a header that would be cut off", { OTEL_EXPORTER_OTLP_HEADERS: "a-key=one;two" }],
  ["metrics sent at every moment", { OTEL_METRIC_EXPORT_INTERVAL: "0" }],
  ["metrics sent once in a month", { OTEL_METRIC_EXPORT_INTERVAL: "2592000000" }],
  ["telemetry that is neither on nor off", { OTEL_SDK_DISABLED: "1" }],
  ["a database that is not Postgres", { DATABASE_URL: "mysql://localhost/portal" }],
])("%s is a fault", (_what, change) => {
  expect(problemsOf({ ...real, ...change })).toHaveLength(1);
});

test.each(["AUTH_URL", "INCREASE_API_URL", "STAFF_OIDC_ISSUER", "ALERT_WEBHOOK_URL", "DATABASE_URL"])(
  "%s that is no URL at all is named like any other fault",
  (name) => {
    expect(problemsOf({ ...real, ALERT_WEBHOOK_SECRET: "alert_abcdefgh", [name]: "nonsense" })).toEqual([
      expect.stringMatching(new RegExp(`^${name} must be `)),
    ]);
  },
);

const short = { short: "must be at least 8 characters" };
const shortForCookies = { short: "must be at least 32 characters" };
const address = {
  nonsense: "must be an http or https URL",
  "ftp://example.com": "must be an http or https URL",
  "https://u@example.com": "must hold no user name",
};
const ownAddress = { ...address, "http://example.com": "must be https" };
const trueOrFalse = { yes: "must be true or false" };
const webhookSecrets = {
  ...short,
  ",": short.short,
  "a2345678,b2345678,c2345678": "may list two secrets at the most",
};

/** Of each variable, values that are refused and what is said of them. */
const refused: Record<EnvName, Record<string, string>> = {
  AUTH_SECRET: {
    ...shortForCookies,
    [Array(3).fill("x".repeat(32)).join()]: "may list two secrets at the most",
  },
  AUTH_URL: { ...ownAddress, "https://example.com/app": "must be an origin, without a path" },
  DATABASE_URL: { nonsense: "must be a postgres:// URL", "mysql://db/portal": "must be a postgres:// URL" },
  TOKEN_KEYS: {
    "k1:short": "must be kid:base64 of 32 bytes, comma separated",
    ",": "must name at least one key",
    [`${real.TOKEN_KEYS},${real.TOKEN_KEYS}`]: "names one kid twice",
  },
  INCREASE_API_KEY: short,
  INCREASE_SANDBOX_API_KEY: short,
  INCREASE_CLIENT_ID: short,
  INCREASE_CLIENT_SECRET: short,
  INCREASE_SCOPE: { everything: "must be read_only or read_write" },
  INCREASE_WEBHOOK_SECRET: webhookSecrets,
  INCREASE_SANDBOX_WEBHOOK_SECRET: webhookSecrets,
  INCREASE_LEGACY_SIGNATURE: trueOrFalse,
  INCREASE_API_URL: ownAddress,
  INCREASE_SANDBOX_API_URL: ownAddress,
  INCREASE_AUTHORIZE_URL: ownAddress,
  INCREASE_DASHBOARD_URL: ownAddress,
  STAFF_OIDC_ISSUER: ownAddress,
  STAFF_OIDC_CLIENT_ID: { " ": "must not be blank" },
  STAFF_OIDC_CLIENT_SECRET: short,
  STAFF_OIDC_TRUST_EMAIL: trueOrFalse,
  STAFF_OIDC_TRUST_FRESHNESS: trueOrFalse,
  STAFF_OWNERS: { nobody: "must list e-mail addresses, comma separated" },
  CRON_SECRET: { short: "must be at least 32 characters" },
  ALERT_WEBHOOK_URL: ownAddress,
  ALERT_WEBHOOK_SECRET: short,
  EVENT_RETENTION_DAYS: {
    many: "must be a number of days",
    "1e999": "must be a number of days",
    "40.5": "must be a whole number of days",
    "1e20": "must be a whole number of days",
    "30": "must be at least 35",
  },
  TRUSTED_PROXY: { "10.0.0.0/8": "must be a header's name in small letters, with :hops" },
  OTEL_EXPORTER_OTLP_ENDPOINT: { ...address, "https://c.example/": "must have no / at its end" },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address,
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: address,
  OTEL_EXPORTER_OTLP_HEADERS: { nonsense: "must be name=value, comma separated" },
  OTEL_METRIC_EXPORT_INTERVAL: {
    often: "must be a number of milliseconds",
    "100.5": "must be a whole number of milliseconds",
    "1": "must be at least 100",
    "1e9": "must be an hour at the most",
  },
  OTEL_SDK_DISABLED: trueOrFalse,
  VERCEL_ENV: { staging: "must be production, preview or development" },
  NEON_WS_PROXY: { nonsense: "must be host:port" },
};

test.each(
  Object.entries(refused).flatMap(([name, values]) =>
    Object.entries(values).map(([value, words]) => [name, value, words] as const),
  ),
)("%s=%s is refused in words of ours", (name, value, words) => {
  const rest = {
    ...real,
    ALERT_WEBHOOK_URL: "https://ops.example.com",
    ALERT_WEBHOOK_SECRET: "alert_abcdefgh",
  };
  expect(problemsOf({ ...rest, [name]: value })).toEqual([`${name} ${words}`]);
});

test.each(Object.keys(refused))("whatever %s holds, no library's words are said of it", (name) => {
  for (const value of [
    " ",
    ",",
    "nonsense",
    "-1",
    "1.5",
    "1e20",
    "1e999",
    "http://",
    "https://[",
    "{}",
    "\0",
  ]) {
    for (const problem of problemsOf({ ...real, [name]: value })) {
      expect(problem).toMatch(/^[A-Z_]+ (must|may|names|is missing, and|is the same|shares) ?/);
      expect(problem).not.toMatch(/expected|received|Invalid|Too (small|big)/i);
    }
  }
});

test("what telemetry is set up with is read, and the headers' values count as secrets", () => {
  const OTEL_EXPORTER_OTLP_HEADERS = "authorization=Bearer%20k3y-of-the-collector, x-tenant=one==";
  const given = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318", OTEL_EXPORTER_OTLP_HEADERS };
  expect(parseEnv({ ...real, ...given })).toMatchObject({
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318",
      OTEL_EXPORTER_OTLP_HEADERS: ["Bearer%20k3y-of-the-collector", "one=="],
      OTEL_METRIC_EXPORT_INTERVAL: 60_000,
      OTEL_SDK_DISABLED: false,
    },
  });
  expect(secretNames).toContain("OTEL_EXPORTER_OTLP_HEADERS");
  const faulty = problemsOf({ ...real, OTEL_EXPORTER_OTLP_HEADERS: "authorization Bearer-k3y" });
  expect(faulty).toEqual(["OTEL_EXPORTER_OTLP_HEADERS must be name=value, comma separated"]);
});
