import { readFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { Pool } from "pg";
import { z } from "zod";
import { createTestDatabase } from "@/db/testing/test-database";
import { startSimulator } from "@/simulator/index";
import { startKeeper } from "../stack/keeper";
import { findFreePort } from "../stack/ports";
import { startPortal } from "../stack/portal";
import { rootDir } from "../stack/settings";
import { distDir } from "../testing/checks";
import { watchPid } from "./watched-keeper";

const demo = z
  .object({
    INCREASE_WEBHOOK_SECRET: z.string(),
    INCREASE_SANDBOX_WEBHOOK_SECRET: z.string(),
    CRON_SECRET: z.string(),
  })
  .parse(parseEnv(readFileSync(join(rootDir, ".env.demo"), "utf8")));

export const webhookSecrets = {
  live: demo.INCREASE_WEBHOOK_SECRET,
  sandbox: demo.INCREASE_SANDBOX_WEBHOOK_SECRET,
};
export const cronAuthorization = `Bearer ${demo.CRON_SECRET}`;

/** Tells our own connections from the portal's, where those are to be cut. */
export const watcherName = "proof";

type Simulator = Awaited<ReturnType<typeof startSimulator>>;

export type RealServerOptions = {
  /** What people and Increase call it, where that is not its own port's address. */
  url?: string;
  /** A database, or a simulator, that is there already and stays: the suite's own, or another portal's. */
  database?: { url: string };
  simulator?: Simulator;
  extraEnv?: Record<string, string>;
};

async function openDatabase(given: { url: string } | undefined) {
  return given === undefined ? createTestDatabase() : { ...given, drop: async () => undefined };
}

async function openSimulator(given: Simulator | undefined, url: string) {
  if (given !== undefined) return { simulator: given, close: async () => undefined };
  const simulator = await startSimulator({ redirectUrl: `${url}/api/auth/callback/increase` });
  return { simulator, close: () => simulator.close() };
}

/** The portal as it is served, by `next start` of the tests' build, with a database and a simulator of its own. */
export async function startRealServer(options: RealServerOptions = {}) {
  const outer = startKeeper();
  const logDir = await mkdtemp(join(tmpdir(), "proof-"));
  outer.keepPath(logDir);
  const port = await findFreePort();
  const url = options.url ?? `http://localhost:${port}`;
  const database = await openDatabase(options.database);
  const { simulator, close: closeSimulator } = await openSimulator(options.simulator, url);
  const pool = new Pool({ connectionString: database.url, application_name: watcherName, max: 4 });
  // One that drops while idle must not end the suite that stops the database.
  pool.on("error", () => undefined);
  const urls = { portal: url, simulator: simulator.url, database: database.url };
  const { keeper, pid } = watchPid(outer);
  const start = () =>
    startPortal(keeper, {
      mode: "production",
      distDir,
      port,
      urls,
      logFile: join(logDir, "portal.log"),
      extraEnv: options.extraEnv ?? {},
    });
  let child = await start();
  return {
    port,
    /** By the name that it knows itself by. */
    url,
    database: { url: database.url },
    simulator,
    select: async <T>(row: z.ZodType<T>, sql: string, values: unknown[] = []): Promise<T[]> =>
      z.array(row).parse((await pool.query<Record<string, unknown>>(sql, values)).rows),
    isRunning: () => child.ending() === null,
    readLog: () => readFileSync(join(logDir, "portal.log"), "utf8"),
    /** Ends the server and all that it has started, as a power cut would. */
    async kill(): Promise<void> {
      process.kill(-pid(), "SIGKILL");
      await child.ended;
    },
    async restart(): Promise<void> {
      child = await start();
    },
    async close(): Promise<void> {
      await pool.end();
      await outer.end();
      await closeSimulator();
      await database.drop();
    },
  };
}

export type RealServer = Awaited<ReturnType<typeof startRealServer>>;
