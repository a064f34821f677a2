import "server-only";
import { v7 as uuidv7 } from "uuid";
import { longestStatementMs, openDatabase, type Database } from "@/db/client";
import type { Actor, Context, RequestSource } from "../context";
import { examineEnv, isOnVercel, type Env, type EnvProblem } from "../env";
import { createIncrease, type IncreaseEnvironment, type PlatformClient } from "../increase";
import type { Log } from "../log";
import { createVault, Secret, type Vault } from "../vault";
import { askDatabase, type DatabaseAnswer } from "./ask-database";
import { askKey, type KeyAnswer } from "./ask-key";

/** How far a check has come that takes its time. */
export type Progress = (done: number, total: number) => void;

/** What the checks go by. A part of it may be missing: the environment need not be sound. */
export type Doctor = {
  /** What is sound of the environment. */
  env: Partial<Env>;
  problems: EnvProblem[];
  isOnVercel: boolean;
  actor: Actor | null;
  requestId: string;
  source: RequestSource;
  vault: Vault | null;
  log: Log;
  now(): Date;
  platform(environment: IncreaseEnvironment): PlatformClient | null;
  /** Asked once, however many checks need it. */
  askKey(environment: IncreaseEnvironment): Promise<KeyAnswer>;
  askDatabase(): Promise<DatabaseAnswer>;
  /** When to stop reading sealed rows, of which there may be many. */
  sealedUntil: Date | null;
  onProgress: Progress;
};

type Parts = Omit<Doctor, "askKey" | "askDatabase"> & { db: Database | null };

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => (asked ??= ask());
}

function assemble({ db, ...parts }: Parts): Doctor {
  const { platform, now } = parts;
  const keys = {
    live: once(() => askKey(platform("live"), now)),
    sandbox: once(() => askKey(platform("sandbox"), now)),
  };
  return {
    ...parts,
    askKey: (environment) => keys[environment](),
    askDatabase: once(() => askDatabase(db, now)),
  };
}

const pageSealedMs = 3_000;

/** For a page of the staff: the portal is up, so its environment is sound, and its own services are used. */
export function doctorOf(context: Context): Doctor {
  const { env, db, vault, log, actor, now, increase, requestId, source } = context;
  return assemble({
    env,
    problems: [],
    isOnVercel: isOnVercel(),
    actor,
    requestId,
    source,
    db,
    vault,
    log: log.child({ requestId }),
    now,
    platform: (environment) => increase.platform(environment, { requestId }),
    sealedUntil: new Date(now().getTime() + pageSealedMs),
    onProgress: () => undefined,
  });
}

/** A client for one environment, where its own two variables are sound: the other's need not be. */
function openPlatform(env: Partial<Env>, environment: IncreaseEnvironment): PlatformClient | null {
  const isLive = environment === "live";
  const url = isLive ? env.INCREASE_API_URL : env.INCREASE_SANDBOX_API_URL;
  const key = isLive ? env.INCREASE_API_KEY : env.INCREASE_SANDBOX_API_KEY;
  if (url === undefined || key === undefined) return null;
  const secret = new Secret(key);
  const gateway = createIncrease({
    urls: { live: url, sandbox: url },
    platformKeys: { live: secret, sandbox: secret },
    clientId: "",
    clientSecret: secret,
  });
  return gateway.platform(environment);
}

/** For a command: from variables that may be faulty. `close` lets go of the database. */
export function openDoctor(
  source: Record<string, string | undefined>,
  { log, now, onProgress = () => undefined }: { log: Log; now(): Date; onProgress?: Progress },
): { doctor: Doctor; close(): Promise<void> } {
  const { sound: env, problems } = examineEnv(source);
  const db =
    env.DATABASE_URL === undefined
      ? null
      : openDatabase({
          url: env.DATABASE_URL,
          neonWsProxy: env.NEON_WS_PROXY,
          queryTimeoutMs: longestStatementMs,
        });
  const doctor = assemble({
    env,
    problems,
    isOnVercel: source.VERCEL !== undefined && source.VERCEL !== "",
    actor: { kind: "system" },
    requestId: uuidv7(),
    source: { ipAddress: null, userAgent: "doctor" },
    db,
    vault: env.TOKEN_KEYS === undefined ? null : createVault(env.TOKEN_KEYS),
    log,
    now,
    platform: (environment) => openPlatform(env, environment),
    sealedUntil: null,
    onProgress,
  });
  return { doctor, close: async () => db?.close() };
}
