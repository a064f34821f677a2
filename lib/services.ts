import "server-only";
import { longestStatementMs, openDatabase, type Database } from "@/db/client";
import { requireEnv, type Env } from "./env";
import { createIncrease, type CallObserver, type IncreaseGateway } from "./increase";
import { createLog, type Log } from "./log";
import { createUpstreamLog, type UpstreamLog } from "./upstream/upstream-log";
import { createVault, Secret, type Vault } from "./vault";
import { createInboxWriter, type InboxWriter } from "./webhooks/inbox-writer";

/** What every verb works with. One set per process; tests make their own. */
export type Services = {
  env: Env;
  db: Database;
  inbox: InboxWriter;
  increase: IncreaseGateway;
  upstream: UpstreamLog;
  vault: Vault;
  log: Log;
  now(): Date;
};

type IncreaseOptions = {
  timeoutMs?: number | undefined;
  /** Told of every call. */
  onCall?: CallObserver;
  now?: () => Date;
};

/** The door to Increase that an environment describes. */
export function openIncrease(env: Env, options: IncreaseOptions = {}): IncreaseGateway {
  return createIncrease({
    ...options,
    urls: { live: env.INCREASE_API_URL, sandbox: env.INCREASE_SANDBOX_API_URL },
    platformKeys: {
      live: new Secret(env.INCREASE_API_KEY),
      sandbox: new Secret(env.INCREASE_SANDBOX_API_KEY),
    },
    clientId: env.INCREASE_CLIENT_ID,
    clientSecret: new Secret(env.INCREASE_CLIENT_SECRET),
  });
}

function readClock(): Date {
  return new Date();
}

/** The services that an environment describes, a set of its own with each call. Nothing is connected to yet. */
export function createServices(env: Env, log: Log = createLog()): Services {
  const db = openDatabase({
    url: env.DATABASE_URL,
    neonWsProxy: env.NEON_WS_PROXY,
    queryTimeoutMs: longestStatementMs,
    onIdleError: (error) => log.warn({ err: error }, "a database connection dropped while idle"),
  });
  const upstream = createUpstreamLog(db, log, readClock);
  return {
    env,
    log,
    db,
    inbox: createInboxWriter(db),
    increase: openIncrease(env, { onCall: upstream.note }),
    upstream,
    vault: createVault(env.TOKEN_KEYS),
    now: readClock,
  };
}

let shared: Services | undefined;

/** The process's services, made at the first call. @throws Error where the environment is faulty */
export function services(): Services {
  shared ??= createServices(requireEnv());
  return shared;
}
