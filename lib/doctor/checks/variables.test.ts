import { describe, expect, test } from "vitest";
import { examineEnv, type Env } from "../../env";
import { createLog } from "../../log";
import { openDoctor } from "../doctor";
import type { Finding } from "../finding";
import { findTransport } from "./database";
import { variableUse } from "./variable-use";
import { variables } from "./variables";
import { secrets } from "./secrets";

const real: Record<string, string> = {
  AUTH_SECRET: "k9Zq3fT7xW2mB8vN4cR6yH1jL5pD0sGa",
  AUTH_URL: "https://portal.example.com",
  DATABASE_URL: "postgres://u:p@ep-cool.neon.tech/portal",
  TOKEN_KEYS: `k1:${Buffer.from("k9Zq3fT7xW2mB8vN4cR6yH1jL5pD0sGa").toString("base64")}`,
  INCREASE_API_KEY: "secret_key_abcdefgh",
  INCREASE_SANDBOX_API_KEY: "sandbox_key_abcdefgh",
  INCREASE_CLIENT_ID: "client_id_abcdefgh",
  INCREASE_CLIENT_SECRET: "client_secret_abcdefgh",
  INCREASE_WEBHOOK_SECRET: "whsec_live_abcdefgh",
  INCREASE_SANDBOX_WEBHOOK_SECRET: "whsec_sandbox_abcdefgh",
  STAFF_OIDC_ISSUER: "https://login.example.com",
  STAFF_OIDC_CLIENT_ID: "portal",
  STAFF_OIDC_CLIENT_SECRET: "staff_secret_abcdefgh",
  TRUSTED_PROXY: "x-real-ip",
};

/** What is found without asking anybody. */
async function find(changes: Record<string, string>): Promise<Finding[]> {
  const log = createLog({ write: () => undefined });
  const { doctor, close } = openDoctor({ ...real, ...changes }, { log, now: () => new Date() });
  const outcomes = await Promise.all([variables, variableUse, secrets].map((check) => check.run(doctor)));
  await close();
  return outcomes.flatMap((outcome) => (outcome.kind === "checked" ? outcome.findings : []));
}

test("the real Increase, Neon and an issuer of one's own: nothing is found", async () => {
  expect(await find({})).toEqual([]);
});

test.each([
  ["preview_of_live", "INCREASE_API_URL", { VERCEL_ENV: "preview" }],
  ["variables_disagree", "INCREASE_API_URL", { INCREASE_API_URL: "https://sandbox.increase.com/v1" }],
  [
    "variables_disagree",
    "INCREASE_SANDBOX_API_URL",
    { INCREASE_SANDBOX_API_URL: "https://api.increase.com/v1" },
  ],
  [
    "variables_disagree",
    "INCREASE_SANDBOX_API_URL",
    { INCREASE_SANDBOX_API_URL: "https://api.increase.com" },
  ],
  [
    "increase_hosts_mixed",
    "INCREASE_AUTHORIZE_URL",
    { INCREASE_AUTHORIZE_URL: "https://sim.example.com/oauth" },
  ],
  ["increase_hosts_mixed", "INCREASE_API_URL", { INCREASE_API_URL: "https://increase.com.example.com" }],
  ["auth_url_loopback", "AUTH_URL", { AUTH_URL: "http://localhost:3000" }],
  ["client_address_unknown", "docs/deploy.md", { TRUSTED_PROXY: "" }],
  ["client_address_unknown", "x-real-ip", { TRUSTED_PROXY: "", VERCEL: "1" }],
  ["variable_malformed", "TRUSTED_PROXY", { TRUSTED_PROXY: "X-Real-IP!" }],
  ["neon_proxy_set", "NEON_WS_PROXY", { NEON_WS_PROXY: "127.0.0.1:5433" }],
  [
    "freshness_never_proven",
    "STAFF_OIDC_TRUST_FRESHNESS",
    { STAFF_OIDC_ISSUER: "https://accounts.google.com" },
  ],
  ["secret_guessable", "TOKEN_KEYS", { TOKEN_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}` }],
  [
    "secret_used_twice",
    "INCREASE_API_KEY and INCREASE_CLIENT_SECRET",
    { INCREASE_CLIENT_SECRET: "secret_key_abcdefgh" },
  ],
])("%s: the fix names %s", async (code, name, changes) => {
  const findings = await find(changes);
  expect([...new Set(findings.map((finding) => finding.code))]).toEqual([code]);
  expect(findings[0]?.fix).toContain(name);
});

test("every variable has words of its own: what it is for, and where a right value comes from", async () => {
  const { problems } = examineEnv({});
  const findings = await find(Object.fromEntries(problems.map(({ variable }) => [variable, ""])));
  expect(findings).toHaveLength(problems.length);
  for (const { fix, why } of findings)
    expect([fix, why].join(" ")).toMatch(/^Set [A-Z_]+\. .+ The portal does not start/s);
});

describe("how the database is reached", () => {
  const facts = { is_neon: false, is_encrypted: true };
  const codes = (url: string, changes: Partial<typeof facts>) =>
    findTransport(url, { ...facts, ...changes }).map(({ code }) => code);

  test.each<[string, Partial<typeof facts>, string[]]>([
    ["postgres://u:p@ep-cool.neon.tech/portal", { is_neon: true, is_encrypted: false }, []],
    ["postgres://u:p@db.example.com/portal", { is_neon: true }, ["neon_by_tcp"]],
    ["postgres://u:p@db.example.com/portal", { is_encrypted: false }, ["database_not_encrypted"]],
    ["postgres://u:p@127.0.0.1/portal", { is_encrypted: false }, []],
    ["postgres://u:p@db.example.com/portal", {}, []],
  ])("%s with %o: %o", (url, changes, expected) => {
    expect(codes(url, changes)).toEqual(expected);
  });
});

test("what is unsound is left out, and what is sound is not", () => {
  const { sound, env } = examineEnv({ ...real, INCREASE_API_URL: "nonsense", CRON_SECRET: "short" });
  expect(env).toBeNull();
  const names: (keyof Env)[] = ["INCREASE_API_URL", "CRON_SECRET"];
  for (const name of names) expect(sound).not.toHaveProperty(name);
  expect(sound).toMatchObject({
    INCREASE_SANDBOX_API_URL: "https://sandbox.increase.com",
    AUTH_URL: real.AUTH_URL,
  });
});
