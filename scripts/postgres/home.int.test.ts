import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startKeeper } from "../stack/keeper";
import { runSql, startCluster } from "./cluster";
import { findPostgresHome } from "./home";

test("from a directory that only its owner can enter a server starts; as root its data lie where postgres can go, and that is remembered", async () => {
  // mkdtemp makes it with mode 0700.
  const dataDir = await mkdtemp(join(tmpdir(), "portal-private-"));
  const home = await findPostgresHome(dataDir);
  const isRoot = process.getuid?.() === 0;
  onTestFinished(async () => {
    await rm(dataDir, { recursive: true, force: true });
    if (isRoot) await rm(home.dataRoot, { recursive: true, force: true });
  });
  expect(home.dataRoot === dataDir).toBe(!isRoot);
  if (isRoot) expect(await readFile(join(dataDir, "postgres-home"), "utf8")).toBe(`${home.dataRoot}\n`);
  expect(await findPostgresHome(dataDir)).toEqual(home);
  const keeper = startKeeper();
  const directory = join(home.dataRoot, "postgres");
  const cluster = await startCluster(keeper, { home, directory, logDir: dataDir, isThrowaway: true });
  expect(await runSql(cluster.urlOf("postgres"), "select 1 as one")).toEqual([{ one: 1 }]);
  await keeper.end();
});
