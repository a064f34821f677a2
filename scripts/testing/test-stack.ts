import { join } from "node:path";
import { startThrowawayCluster } from "../postgres/throwaway";
import type { StackUrls } from "../stack/environment";
import { findFreePort } from "../stack/ports";
import { startPortal } from "../stack/portal";
import { startSimulator } from "../stack/simulator";
import { prepareDatabase } from "../stack/stack";
import { subscribePortal } from "../stack/subscriptions";
import { distDir, type Run } from "./checks";

/**
 * A stack of the tests' own: a new database, random ports, the build made for tests. `ownerUrl` is of the role that
 * owns the tables, for a test that makes them fail.
 */
export async function startTestStack(
  { keeper, directory }: Run,
  portalLog: string,
): Promise<{ urls: StackUrls; ownerUrl: string }> {
  const cluster = await startThrowawayCluster(keeper, directory);
  const portalPort = await findFreePort();
  const simulatorPort = await findFreePort();
  const urls = {
    portal: `http://localhost:${portalPort}`,
    simulator: `http://127.0.0.1:${simulatorPort}`,
    database: await prepareDatabase(cluster, "portal"),
  };
  const { path } = directory;
  const dataFile = join(path, "simulator.json");
  await startSimulator(keeper, { port: simulatorPort, urls, dataFile, logFile: join(path, "simulator.log") });
  await startPortal(keeper, { mode: "production", distDir, port: portalPort, urls, logFile: portalLog });
  await subscribePortal(urls);
  return { urls, ownerUrl: cluster.urlOf("portal") };
}
