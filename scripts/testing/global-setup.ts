import type { TestProject } from "vitest/node";
import { startNeonWsProxy, type NeonWsProxy } from "@/db/testing/neon-ws-proxy";
import "@/db/testing/provided";
import { startKeeper, type Keeper } from "../stack/keeper";
import { readDataDir } from "../stack/settings";
import { prepareDatabase } from "../stack/stack";
import { createRunDirectory, startThrowawayCluster } from "../postgres/throwaway";

const template = "portal_template";
let keeper: Keeper | null = null;
let proxy: NeonWsProxy | null = null;

/** Runs once for each database project; the first starts the server that both use. */
export async function setup(project: TestProject): Promise<void> {
  process.env.TEST_CLUSTER_URL ??= await startServer();
  const adminUrl = process.env.TEST_CLUSTER_URL;
  if (project.name === "int-neon") proxy = await startNeonWsProxy(Number(new URL(adminUrl).port));
  project.provide("database", { adminUrl, template, neonWsProxy: proxy?.address ?? null });
}

export async function teardown(): Promise<void> {
  await proxy?.close();
  await keeper?.end();
}

async function startServer(): Promise<string> {
  keeper = startKeeper();
  const cluster = await startThrowawayCluster(
    keeper,
    await createRunDirectory(keeper, readDataDir(process.env)),
  );
  await prepareDatabase(cluster, template);
  return cluster.urlOf("postgres");
}
