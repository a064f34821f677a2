import "server-only";
import { z } from "zod";

const increaseScope = z.enum(["read_only", "read_write"], { error: "must be read_only or read_write" });

/** Keys, tokens and cookies travel to each of them: in clear on loopback alone. */
const url = z
  .url({ protocol: /^https?$/, error: "must be an http or https URL", abort: true })
  .refine(isSafeAddress, { error: "must be https" })
  .refine((value) => new URL(value).username === "", { error: "must hold no user name" });
const apiUrl = url.transform((value) => value.replace(/\/+$/, ""));
const origin = url
  .refine((value) => new URL(value).pathname === "/", { error: "must be an origin, without a path" })
  .transform((value) => new URL(value).origin);
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// URL" });
const secret = z.string().trim().min(8, { error: "must be at least 8 characters" });
const authSecret = z.string().min(32, { error: "must be at least 32 characters" });

const tokenKey = z.string().transform((entry, context) => {
  const [kid, encoded, ...rest] = entry.trim().split(":");
  const key = Buffer.from(encoded ?? "", "base64");
  if (!kid || !/^[A-Za-z0-9_-]{1,32}$/.test(kid) || key.length !== 32 || rest.length > 0) {
    // The entry itself is never quoted: it is a key.
    context.addIssue("must be kid:base64 of 32 bytes, comma separated");
    return z.NEVER;
  }
  return { kid, key };
});

const tokenKeys = z
  .string()
  .transform((list) => list.split(",").filter((entry) => entry.trim() !== ""))
  .pipe(z.array(tokenKey).min(1, { error: "must name at least one key" }))
  .refine((keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length, {
    error: "names one kid twice",
  });

const emails = z
  .string()
  .transform((list) => list.split(",").map((entry) => entry.trim().toLowerCase()))
  .pipe(z.array(z.email({ error: "must list e-mail addresses, comma separated" })));

/** While a secret is being rotated, two are good at once. */
const webhookSecrets = z
  .string()
  .transform((list) => list.split(",").map((entry) => entry.trim()))
  .pipe(z.array(secret).max(2, { error: "may list two secrets at the most" }));
/** The first seals and signs; what the second did is still good, while one is being rotated. */
const authSecrets = z
  .string()
  .transform((list) => list.split(",").map((entry) => entry.trim()))
  .pipe(
    z
      .tuple([authSecret], authSecret)
      .refine((listed) => listed.length <= 2, { error: "may list two secrets at the most" }),
  );
/** Which header of the proxy before us names the client: `x-real-ip`, or `x-forwarded-for:2` behind two of them. */
const trustedProxy = z
  .string()
  .regex(/^[a-z][a-z0-9-]*(:[1-9])?$/, { error: "must be a header's name in small letters, with :hops" })
  .transform((value) => {
    const [header = "", hops = "1"] = value.split(":");
    return { header, hops: Number(hops) };
  });
const flag = z
  .enum(["true", "false"], { error: "must be true or false" })
  .transform((value) => value === "true");
/** In clear too: a collector beside the portal often has no TLS, and what is exported tells of no secret. */
const collectorUrl = z
  .url({ protocol: /^https?$/, error: "must be an http or https URL", abort: true })
  .refine((value) => new URL(value).username === "", { error: "must hold no user name" });
/** The exporters read it themselves, percent-decoded, and fail at what can't be. Here it is its values: secrets. */
const collectorHeaders = z
  .string()
  .transform((list) => list.split(",").map((entry) => entry.trim()))
  .pipe(
    z.array(
      z
        .string()
        .regex(/^[\w-]+=(?:(?![%;])[ -~]|%[2-7][\da-f])+$/i, { error: "must be name=value, comma separated" })
        .transform((entry) => entry.slice(entry.indexOf("=") + 1)),
    ),
  );
/** Increase's own list reaches back 30 days: what is kept for less could come again as if it were new. */
const leastRetentionDays = 35;

const variables = z.object({
  AUTH_SECRET: authSecrets,
  AUTH_URL: origin,
  DATABASE_URL: databaseUrl,
  TOKEN_KEYS: tokenKeys,
  INCREASE_API_KEY: secret,
  INCREASE_SANDBOX_API_KEY: secret,
  INCREASE_CLIENT_ID: secret,
  INCREASE_CLIENT_SECRET: secret,
  INCREASE_SCOPE: increaseScope.default("read_only"),
  INCREASE_WEBHOOK_SECRET: webhookSecrets,
  INCREASE_SANDBOX_WEBHOOK_SECRET: webhookSecrets,
  INCREASE_LEGACY_SIGNATURE: flag.default(false),
  INCREASE_API_URL: apiUrl.default("https://api.increase.com"),
  INCREASE_SANDBOX_API_URL: apiUrl.default("https://sandbox.increase.com"),
  INCREASE_AUTHORIZE_URL: url.default("https://increase.com/oauth/authorization"),
  INCREASE_DASHBOARD_URL: url.default("https://dashboard.increase.com"),
  STAFF_OIDC_ISSUER: url,
  STAFF_OIDC_CLIENT_ID: z.string().trim().min(1, { error: "must not be blank" }),
  STAFF_OIDC_CLIENT_SECRET: secret,
  STAFF_OIDC_TRUST_EMAIL: flag.default(false),
  STAFF_OIDC_TRUST_FRESHNESS: flag.default(false),
  STAFF_OWNERS: emails.default([]),
  CRON_SECRET: z.string().trim().min(32, { error: "must be at least 32 characters" }).optional(),
  ALERT_WEBHOOK_URL: url.optional(),
  ALERT_WEBHOOK_SECRET: secret.optional(),
  EVENT_RETENTION_DAYS: z.coerce
    .number({ error: "must be a number of days" })
    .int({ error: "must be a whole number of days" })
    .min(leastRetentionDays, { error: `must be at least ${leastRetentionDays}` })
    .default(90),
  TRUSTED_PROXY: trustedProxy.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl
    .refine((value) => !value.endsWith("/"), { error: "must have no / at its end" })
    .optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collectorUrl.optional(),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: collectorUrl.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: collectorHeaders.optional(),
  OTEL_METRIC_EXPORT_INTERVAL: z.coerce
    .number({ error: "must be a number of milliseconds" })
    .int({ error: "must be a whole number of milliseconds" })
    .min(100, { error: "must be at least 100" })
    .max(3_600_000, { error: "must be an hour at the most" })
    .default(60_000),
  OTEL_SDK_DISABLED: flag.default(false),
  /** Vercel's own: which kind of deployment this is. */
  VERCEL_ENV: z
    .enum(["production", "preview", "development"], { error: "must be production, preview or development" })
    .optional(),
  NEON_WS_PROXY: z
    .string()
    .regex(/^[^\s/:]+:\d+$/, { error: "must be host:port" })
    .optional(),
});

export type Env = z.output<typeof variables>;

const loopbackOnly = [
  "AUTH_URL",
  "DATABASE_URL",
  "INCREASE_API_URL",
  "INCREASE_SANDBOX_API_URL",
  "INCREASE_AUTHORIZE_URL",
  "INCREASE_DASHBOARD_URL",
  "STAFF_OIDC_ISSUER",
  "ALERT_WEBHOOK_URL",
] as const;
/** The secret variables; `TOKEN_KEYS`, which hold keys with names, are checked on their own. */
export const secretNames = [
  "AUTH_SECRET",
  "INCREASE_API_KEY",
  "INCREASE_SANDBOX_API_KEY",
  "INCREASE_CLIENT_SECRET",
  "INCREASE_WEBHOOK_SECRET",
  "INCREASE_SANDBOX_WEBHOOK_SECRET",
  "STAFF_OIDC_CLIENT_SECRET",
  "CRON_SECRET",
  "ALERT_WEBHOOK_SECRET",
  "OTEL_EXPORTER_OTLP_HEADERS",
] as const;
const publicValue = "demo-only";
const liveHost = "api.increase.com";
const sandboxHost = "sandbox.increase.com";

/** Whether secrets may go there: in clear to this machine alone. */
export function isSafeAddress(value: string): boolean {
  return value.startsWith("https:") || isLoopback(value);
}

/** Whether an address is this machine's own, which nobody else can reach. */
export function isLoopback(value: string): boolean {
  const { hostname, searchParams } = new URL(value);
  // PostgreSQL's drivers take a `host` parameter over the one that is plain to see.
  if (searchParams.has("host")) return false;
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/** What could be read of a faulty environment: a fault in one variable hides none between two others. */
type Readable = Partial<Env>;

export type EnvName = keyof Env;
/** `public`: a value of `.env.demo`. `pair`: on its own it is sound, but not beside another. Never holds a value. */
export type EnvProblem = {
  variable: EnvName;
  kind: "missing" | "malformed" | "public" | "pair";
  message: string;
};

function isEnvName(name: string): name is EnvName {
  return Object.hasOwn(variables.shape, name);
}

const pairProblem = (variable: EnvName, words: string): EnvProblem => ({
  variable,
  kind: "pair",
  message: `${variable} ${words}`,
});

/** A Neon host is not called itself where NEON_WS_PROXY says who is instead. */
function isReachedHere(env: Readable, name: (typeof loopbackOnly)[number]): boolean {
  const value = env[name] ?? "";
  if (name !== "DATABASE_URL" || !new URL(value).hostname.endsWith(".neon.tech")) return isLoopback(value);
  return env.NEON_WS_PROXY !== undefined && isLoopback(`ws://${env.NEON_WS_PROXY}`);
}

/** The secrets of `.env.demo` are public: with them anyone opens the vault and forges a sign-in. */
function findPublicSecrets(env: Readable): EnvName[] {
  const named: EnvName[] = secretNames.filter((name) =>
    [env[name] ?? []].flat().some((value) => value.includes(publicValue)),
  );
  const hasPublicKey = env.TOKEN_KEYS?.some(({ key }) => key.toString("latin1").includes(publicValue));
  return hasPublicKey ? [...named, "TOKEN_KEYS"] : named;
}

function findDemoProblems(env: Readable): EnvProblem[] {
  if (loopbackOnly.every((name) => env[name] === undefined || isReachedHere(env, name))) return [];
  return findPublicSecrets(env).map((variable) => ({
    variable,
    kind: "public",
    message: `${variable} holds the public value of .env.demo, which is allowed on loopback addresses alone`,
  }));
}

export const previewOfLive =
  "INCREASE_API_URL is Increase's live host, and VERCEL_ENV says that this is a preview: previews must not reach it";

export const previewAtProduction =
  "AUTH_URL is production's own address, and VERCEL_ENV says that this is a preview: its sign-ins would end in production";

/** Attack: `api.increase.com.`, which is the same host with the root's dot, as another one. */
const isHost = (value: string | undefined, host: string | undefined) =>
  value !== undefined && new URL(value).hostname.replace(/\.$/, "") === host;
const isSame = (one: string | undefined, other: string | undefined) => one !== undefined && one === other;

/** @param productionHost Vercel's own word for where production is, in every deployment */
function findPairProblems(env: Readable, productionHost: string | undefined): EnvProblem[] {
  const problems: EnvProblem[] = [];
  if (isSame(env.INCREASE_API_URL, env.INCREASE_SANDBOX_API_URL)) {
    problems.push(pairProblem("INCREASE_SANDBOX_API_URL", "is the same as INCREASE_API_URL"));
  }
  if (isHost(env.INCREASE_API_URL, sandboxHost)) {
    problems.push(pairProblem("INCREASE_API_URL", "is Increase's sandbox"));
  }
  if (isHost(env.INCREASE_SANDBOX_API_URL, liveHost)) {
    problems.push(pairProblem("INCREASE_SANDBOX_API_URL", "is Increase's live host"));
  }
  if (isSame(env.INCREASE_API_KEY, env.INCREASE_SANDBOX_API_KEY)) {
    problems.push(pairProblem("INCREASE_SANDBOX_API_KEY", "is the same as INCREASE_API_KEY"));
  }
  // Attack: whoever can make the sandbox sign an event would forge a live one.
  if (env.INCREASE_WEBHOOK_SECRET?.some((value) => env.INCREASE_SANDBOX_WEBHOOK_SECRET?.includes(value))) {
    problems.push(
      pairProblem("INCREASE_SANDBOX_WEBHOOK_SECRET", "shares a secret with INCREASE_WEBHOOK_SECRET"),
    );
  }
  // Attack: a preview of anybody's branch with the keys to everybody's accounts.
  if (env.VERCEL_ENV === "preview" && isHost(env.INCREASE_API_URL, liveHost)) {
    problems.push({ variable: "INCREASE_API_URL", kind: "pair", message: previewOfLive });
  }
  if (env.VERCEL_ENV === "preview" && isHost(env.AUTH_URL, productionHost)) {
    problems.push({ variable: "AUTH_URL", kind: "pair", message: previewAtProduction });
  }
  return problems;
}

/** A default too: a variable that is faulty must not be taken for one that was left out. */
function without<T extends Readable>(env: T, names: EnvName[]): Readable {
  const rest: Readable = { ...env };
  for (const name of names) delete rest[name];
  return rest;
}

function findSingleProblems(
  issues: readonly z.core.$ZodIssue[],
  present: Record<string, unknown>,
): EnvProblem[] {
  const problems = issues.flatMap(({ path, message }): EnvProblem[] => {
    const variable = String(path[0]);
    if (!isEnvName(variable)) return [];
    return present[variable] === undefined
      ? [{ variable, kind: "missing", message: `${variable} is missing` }]
      : [{ variable, kind: "malformed", message: `${variable} ${message}` }];
  });
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

/** `sound`: what no problem is about. */
export type ExaminedEnv = { problems: EnvProblem[]; sound: Partial<Env>; env: Env | null };

/** Names every fault of the environment at once; never a value. An empty variable counts as absent. */
export function examineEnv(source: Record<string, string | undefined>): ExaminedEnv {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = variables.safeParse(present);
  const single = findSingleProblems(parsed.error?.issues ?? [], present);
  const faulty = single.map(({ variable }) => variable);
  const rest = Object.fromEntries(
    Object.entries(present).filter(([name]) => !faulty.some((variable) => variable === name)),
  );
  const readable = parsed.data ?? without(variables.partial().parse(rest), faulty);
  const isLonely = present.ALERT_WEBHOOK_URL !== undefined && present.ALERT_WEBHOOK_SECRET === undefined;
  const problems: EnvProblem[] = [
    ...single,
    ...findDemoProblems(readable),
    ...findPairProblems(readable, present.VERCEL_PROJECT_PRODUCTION_URL),
    ...(isLonely ? [pairProblem("ALERT_WEBHOOK_SECRET", "is missing, and ALERT_WEBHOOK_URL is set")] : []),
  ];
  const sound = without(
    readable,
    problems.map(({ variable }) => variable),
  );
  return { problems, sound, env: problems.length === 0 ? (parsed.data ?? null) : null };
}

export type EnvResult = { ok: true; env: Env } | { ok: false; problems: string[] };

/** The whole environment, or what is wrong with it. */
export function parseEnv(source: Record<string, string | undefined>): EnvResult {
  const { problems, env } = examineEnv(source);
  return env === null ? { ok: false, problems: problems.map(({ message }) => message) } : { ok: true, env };
}

let result: EnvResult | undefined;

/** The process's environment, read once. */
export function readEnv(): EnvResult {
  result ??= parseEnv(process.env);
  return result;
}

/** Vercel sets VERCEL on all that it runs; there the process is not ours to end. */
export function isOnVercel(): boolean {
  return process.env.VERCEL !== undefined;
}

/** @throws Error naming the faulty variables. Servers have checked before: see instrumentation.ts. */
export function requireEnv(): Env {
  const read = readEnv();
  if (!read.ok) throw new Error(`The environment is not complete: ${read.problems.join("; ")}`);
  return read.env;
}
