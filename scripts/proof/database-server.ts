import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { z } from "zod";
import { startCluster } from "../postgres/cluster";
import { createRunDirectory } from "../postgres/throwaway";
import { startKeeper } from "../stack/keeper";
import { readDataDir } from "../stack/settings";
import { prepareDatabase } from "../stack/stack";
import { takeBaseBackup } from "./base-backup";
import { untilFound } from "./until";
import { watchPid } from "./watched-keeper";

const name = "portal";

/** PostgreSQL's own words for its ends: it closes in order, or leaves the rest to recovery. */
const signals = { fast: "SIGINT", immediate: "SIGQUIT" } as const;

export type Stop = keyof typeof signals;

const backend = z.object({ pid: z.number() });

async function open(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** One of the server's processes is killed: it ends all the others, recovers, and serves again by itself. */
async function crash(url: string): Promise<void> {
  const [victim, witness] = [await open(url), await open(url)];
  const { rows } = await victim.query<Record<string, unknown>>("select pg_backend_pid() as pid");
  const ended = new Promise<void>((resolve) => void witness.once("end", () => resolve()));
  process.kill(backend.parse(rows[0]).pid, "SIGKILL");
  await ended;
  await untilFound("a connection to the server that has recovered", async () => {
    try {
      await (await open(url)).end();
      return true;
    } catch {
      return undefined;
    }
  });
}

/** A PostgreSQL of one suite's own, which may end: with the settings of a real one, so that what it has confirmed lasts. */
export async function startDatabaseServer() {
  const keeper = startKeeper();
  const { path, home } = await createRunDirectory(keeper, readDataDir(process.env));
  const watched = watchPid(keeper);
  let directory = join(path, "own-postgres");
  const startHere = () => startCluster(watched.keeper, { home, directory, logDir: path });
  let cluster = await startHere();
  const url = await prepareDatabase(cluster, name);
  const ownerUrl = cluster.urlOf(name);
  const stop = async (how: Stop): Promise<void> => {
    process.kill(watched.pid(), signals[how]);
    await cluster.child.ended;
  };
  return {
    /** Of the role that a portal connects as. */
    url,
    ownerUrl,
    stop,
    crash: () => crash(ownerUrl),
    /** On the port that it had; nothing where it runs. */
    async start(): Promise<void> {
      if (cluster.child.ending() === null) return;
      cluster = await startHere();
    },
    /** While it serves. Returns where the copy lies. */
    async backUp(): Promise<string> {
      const target = join(path, "backup-postgres");
      await takeBaseBackup({ ownerUrl, directory, owner: home.owner }, target);
      return target;
    },
    /** The server and all its files are gone; another one, at the same address, starts with what was copied. */
    async restore(backup: string): Promise<void> {
      await stop("immediate");
      await rm(directory, { recursive: true });
      await copyFile(`${directory}.json`, `${backup}.json`);
      directory = backup;
      cluster = await startHere();
    },
    close: () => keeper.end(),
  };
}

export type DatabaseServer = Awaited<ReturnType<typeof startDatabaseServer>>;
