import "server-only";
import { openDatabase, type Database } from "@/db/client";
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

/** Every statement of the portal is done in far less, unless it waits for a lock. */
const longestStatementMs = 15_000;

/** The door to Increase that an environment describes. */
export function openIncrease(
  env: Env,
  timeoutMs?: number,
  onCall?: CallObserver,
  now?: () => Date,
): IncreaseGateway {
  return createIncrease({
    urls: { live: env.INCREASE_API_URL, sandbox: env.INCREASE_SANDBOX_API_URL },
    platformKeys: {
      live: new Secret(env.INCREASE_API_KEY),
      sandbox: new Secret(env.INCREASE_SANDBOX_API_KEY),
    },
    clientId: env.INCREASE_CLIENT_ID,
    clientSecret: new Secret(env.INCREASE_CLIENT_SECRET),
    timeoutMs,
    onCall,
    now,
  });
}

function readClock(): Date {
  return new Date();
}

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
    increase: openIncrease(env, undefined, upstream.note),
    upstream,
    vault: createVault(env.TOKEN_KEYS),
    now: readClock,
  };
}

let shared: Services | undefined;

/** The process's services, made at the first call. */
export function services(): Services {
  shared ??= createServices(requireEnv());
  return shared;
}
