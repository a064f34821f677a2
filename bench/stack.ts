import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { portalRole, runSql, startCluster } from "@/scripts/postgres/cluster";
import { createRunDirectory } from "@/scripts/postgres/throwaway";
import { startChild, waitUntilReady } from "@/scripts/stack/child";
import { basicEnvironment, type StackUrls } from "@/scripts/stack/environment";
import type { Keeper } from "@/scripts/stack/keeper";
import { buildPortal, isPortalBuilt, startPortal } from "@/scripts/stack/portal";
import { findFreePort, isPortFree } from "@/scripts/stack/ports";
import { readDataDir } from "@/scripts/stack/settings";
import { startSimulator } from "@/scripts/stack/simulator";
import { prepareDatabase } from "@/scripts/stack/stack";
import { runStep } from "@/scripts/stack/steps";
import { createBenchRows } from "./floors/bench-rows";
import { connectBenchGroup } from "./inbox";

export type BenchStack = {
  urls: StackUrls;
  plainUrl: string;
  ownerUrl: string;
  logDir: string;
  portalPid: number;
};

const distDir = ".next-bench";
const extraEnv = { PORTAL_BENCH: "1" };

function show<T>(label: string, work: () => Promise<T>): Promise<T> {
  return runStep(label, work, process.stderr);
}

/** A new PostgreSQL, a simulator, a build of the portal that has the floors in it, and a plain server beside it. */
export async function startBenchStack(keeper: Keeper): Promise<BenchStack> {
  const dataDir = readDataDir(process.env);
  const logDir = join(dataDir, "logs", "bench");
  const { path, home } = await createRunDirectory(keeper, dataDir);
  await mkdir(logDir, { recursive: true });
  const cluster = await show("Starting PostgreSQL", () =>
    // Thrown away, too, but with the settings of a real one: an INSERT's price is its fsync.
    startCluster(keeper, { home, directory: join(path, "postgres"), logDir }),
  );
  const database = await show("Preparing the database", () => prepareDatabase(cluster, "portal"));
  const grant = `grant insert on bench_rows to ${portalRole}; grant usage on sequence bench_rows_id_seq to ${portalRole}`;
  await runSql(cluster.urlOf("portal"), `${createBenchRows}; ${grant}; ${connectBenchGroup}`);
  if (!(await isPortalBuilt(distDir))) {
    await show("Building the portal with its floors", () =>
      buildPortal(keeper, distDir, join(logDir, "build.log"), extraEnv),
    );
  }
  const port = await findFreePort();
  const simulatorPort = await findFreePort();
  const urls = {
    portal: `http://127.0.0.1:${port}`,
    simulator: `http://127.0.0.1:${simulatorPort}`,
    database,
  };
  await show("Starting the simulator", () =>
    startSimulator(keeper, {
      port: simulatorPort,
      urls,
      dataFile: join(path, "simulator.json"),
      logFile: join(logDir, "simulator.log"),
    }),
  );
  const logFile = join(logDir, "portal.log");
  const portal = await show("Starting the portal", () =>
    startPortal(keeper, { mode: "production", distDir, port, urls, logFile, extraEnv }),
  );
  return {
    urls,
    plainUrl: await startPlainServer(keeper, database, logDir),
    ownerUrl: cluster.urlOf("portal"),
    logDir,
    portalPid: portal.pid ?? Number.NaN,
  };
}

async function startPlainServer(keeper: Keeper, database: string, logDir: string): Promise<string> {
  const port = await findFreePort();
  const child = startChild(keeper, {
    name: "The plain server",
    command: [process.execPath, "--import", "tsx", "bench/floors/plain-server.ts"],
    env: { ...basicEnvironment(), NODE_ENV: "production", PORT: String(port), DATABASE_URL: database },
    logFile: join(logDir, "plain-server.log"),
  });
  await waitUntilReady(child, async () => !(await isPortFree(port)));
  return `http://127.0.0.1:${port}/`;
}
