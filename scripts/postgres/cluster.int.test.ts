import { readFile, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startKeeper } from "../stack/keeper";
import { readDataDir } from "../stack/settings";
import { runSql, startCluster, type Cluster } from "./cluster";
import { createRunDirectory, type RunDirectory } from "./throwaway";

const outer = startKeeper();
let run: RunDirectory;
let directory = "";

function start(keeper = startKeeper()) {
  const options = { home: run.home, directory, logDir: run.path, isThrowaway: true };
  return startCluster(keeper, options).then((cluster) => ({ ...cluster, end: () => keeper.end() }));
}

async function rememberedNote({ urlOf }: Cluster) {
  return runSql(urlOf("postgres"), "select note from notes");
}

beforeAll(async () => {
  run = await createRunDirectory(outer, readDataDir(process.env));
  directory = join(run.path, "postgres");
});
afterAll(() => outer.end());

test("the data are there at the second start, on another port if the first one is taken", async () => {
  const first = await start();
  await runSql(first.urlOf("postgres"), "create table notes as select 'kept' as note");
  await first.end();
  const { port } = new URL(first.urlOf("postgres"));
  const thief = createServer().listen(Number(port), "127.0.0.1");
  await once(thief, "listening");
  const second = await start();
  expect(new URL(second.urlOf("postgres")).port).not.toBe(port);
  expect(await rememberedNote(second)).toEqual([{ note: "kept" }]);
  thief.close();
  await second.end();
});

test("a second server for the same directory is refused in one sentence, and the first goes on", async () => {
  const first = await start();
  await expect(start()).rejects.toThrow(`PostgreSQL runs already for ${directory}`);
  expect(await rememberedNote(first)).toEqual([{ note: "kept" }]);
  await first.end();
});

test("a pid file left behind by a kill does not stop a start, though its number is another program's now", async () => {
  const first = await start();
  const pidFile = await readFile(join(directory, "postmaster.pid"), "utf8");
  await first.end();
  await writeFile(join(directory, "postmaster.pid"), pidFile.replace(/^\d+/, String(process.pid)));
  const second = await start();
  expect(await rememberedNote(second)).toEqual([{ note: "kept" }]);
  await second.end();
});
