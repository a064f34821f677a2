import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { runMigrations } from "@/db/migrate";
import { makePortalRole, portalRole, runSql, startCluster, type Cluster } from "../postgres/cluster";
import { findPostgresHome } from "../postgres/home";
import { relyOn, type Child } from "./child";
import { refuseRunningDemo, writeDemoRecord } from "./demo-record";
import { startCron } from "./cron";
import type { StackUrls } from "./environment";
import type { Keeper } from "./keeper";
import { buildPortal, isPortalBuilt, startPortal } from "./portal";
import { requireFreePort } from "./ports";
import type { Settings } from "./settings";
import { startSimulator } from "./simulator";
import { runStep } from "./steps";
import { subscribePortal } from "./subscriptions";

export type Stack = { urls: StackUrls; children: Child[]; postgresRoot: string; logDir: string };

/** The whole product on this machine: PostgreSQL, the simulator, and the portal built or in development. */
export async function startStack(
  keeper: Keeper,
  settings: Settings,
  mode: "production" | "development",
): Promise<Stack> {
  const { dataDir, portalPort, simulatorPort } = settings;
  const record = join(dataDir, "demo.json");
  await refuseRunningDemo(record);
  await requireFreePort(portalPort, "PORT");
  await requireFreePort(simulatorPort, "SIMULATOR_PORT");
  const logDir = join(dataDir, "logs");
  await mkdir(logDir, { recursive: true });

  const home = await findPostgresHome(dataDir);
  const directory = join(home.dataRoot, "postgres");
  const cluster = await runStep("Starting PostgreSQL", () =>
    startCluster(keeper, { home, directory, logDir }),
  );
  const database = await runStep("Migrating the database", () =>
    relyOn(cluster.child, prepareDatabase(cluster, "portal")),
  );
  const urls = {
    portal: `http://localhost:${portalPort}`,
    simulator: `http://127.0.0.1:${simulatorPort}`,
    database,
  };
  if (mode === "production" && !(await isPortalBuilt(".next"))) {
    await runStep("Building the portal", () => buildPortal(keeper, ".next", join(logDir, "build.log")));
  }
  const simulator = await runStep("Starting the simulator", () =>
    startSimulator(keeper, {
      port: simulatorPort,
      urls,
      dataFile: join(dataDir, "simulator.json"),
      logFile: join(logDir, "simulator.log"),
    }),
  );
  const logFile = mode === "production" ? { logFile: join(logDir, "portal.log") } : {};
  const portal = await runStep("Starting the portal", () =>
    startPortal(keeper, { mode, distDir: ".next", port: portalPort, urls, ...logFile }),
  );
  await runStep("Subscribing to events", () => relyOn(simulator, subscribePortal(urls)));
  const cron = startCron(keeper, { urls, logFile: join(logDir, "cron.log") });
  await writeDemoRecord(keeper, record, urls);
  return { urls, children: [cluster.child, simulator, portal, cron], postgresRoot: home.dataRoot, logDir };
}

/** Creates the database unless it exists, brings it up to date, and returns its URL for the portal's own role. */
export async function prepareDatabase(cluster: Cluster, name: string): Promise<string> {
  const admin = cluster.urlOf("postgres");
  const found = await runSql(admin, `select 1 from pg_database where datname = '${name}'`);
  if (found.length === 0) await runSql(admin, `create database ${name}`);
  await makePortalRole(cluster);
  await runMigrations({ url: cluster.urlOf(name), portalRole });
  return cluster.portalUrlOf(name);
}
