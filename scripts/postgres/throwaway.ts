import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Keeper } from "../stack/keeper";
import { commandLineOf } from "../stack/processes";
import { startCluster, type Cluster } from "./cluster";
import { findPostgresHome, makeEnterable, type PostgresHome } from "./home";

export type RunDirectory = { path: string; home: PostgresHome };

/** A directory for what this process needs only while it runs, under DATA_DIR/test. The keeper removes it. */
export async function createRunDirectory(keeper: Keeper, dataDir: string): Promise<RunDirectory> {
  await mkdir(dataDir, { recursive: true });
  const home = await findPostgresHome(dataDir);
  const parent = join(home.dataRoot, "test");
  const path = join(parent, String(process.pid));
  await mkdir(parent, { recursive: true });
  await removeLeftovers(parent);
  keeper.keepPath(path);
  if (home.owner !== null) await makeEnterable(parent);
  await mkdir(path);
  return { path, home };
}

export function startThrowawayCluster(keeper: Keeper, { path, home }: RunDirectory): Promise<Cluster> {
  return startCluster(keeper, { home, directory: join(path, "postgres"), logDir: path, isThrowaway: true });
}

/** Of runs that ended together with their keeper, as in a power cut. Each directory is named after its process. */
async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const isRunning = Number(name) !== process.pid && commandLineOf(Number(name)) !== null;
    if (!isRunning) await rm(join(parent, name), { recursive: true, force: true });
  }
}
