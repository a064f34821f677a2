import { readFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { Pool } from "pg";
import { z } from "zod";
import { createTestDatabase } from "@/db/testing/test-database";
import { startSimulator } from "@/simulator/index";
import { startKeeper, type Keeper } from "../stack/keeper";
import { findFreePort } from "../stack/ports";
import { startPortal } from "../stack/portal";
import { rootDir } from "../stack/settings";
import { distDir } from "../testing/checks";

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

/** The portal as it is served, by `next start` of the tests' build, with a database and a simulator of its own. */
export async function startRealServer() {
  const keeper = startKeeper();
  const logDir = await mkdtemp(join(tmpdir(), "proof-"));
  keeper.keepPath(logDir);
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const [database, simulator] = [
    await createTestDatabase(),
    await startSimulator({ redirectUrl: `${url}/api/auth/callback/increase` }),
  ];
  const pool = new Pool({ connectionString: database.url, application_name: watcherName, max: 4 });
  const urls = { portal: url, simulator: simulator.url, database: database.url };
  let pid = 0;
  const watching: Keeper = {
    ...keeper,
    keepProcess(started, signals) {
      pid = started;
      keeper.keepProcess(started, signals);
    },
  };
  const start = () =>
    startPortal(watching, { mode: "production", distDir, port, urls, logFile: join(logDir, "portal.log") });
  let child = await start();
  return {
    port,
    /** By the name that it knows itself by. */
    url,
    simulator,
    select: async <T>(row: z.ZodType<T>, sql: string, values: unknown[] = []): Promise<T[]> =>
      z.array(row).parse((await pool.query<Record<string, unknown>>(sql, values)).rows),
    isRunning: () => child.ending() === null,
    readLog: () => readFileSync(join(logDir, "portal.log"), "utf8"),
    /** Ends the server and all that it has started, as a power cut would. */
    async kill(): Promise<void> {
      process.kill(-pid, "SIGKILL");
      await child.ended;
    },
    async restart(): Promise<void> {
      child = await start();
    },
    async close(): Promise<void> {
      await pool.end();
      await keeper.end();
      await simulator.close();
      await database.drop();
    },
  };
}

export type RealServer = Awaited<ReturnType<typeof startRealServer>>;
