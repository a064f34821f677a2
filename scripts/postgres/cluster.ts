import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { z } from "zod";
import { startChild, waitForSuccess, waitUntilReady, type Child } from "../stack/child";
import { basicEnvironment } from "../stack/environment";
import { readIfExists, writePrivateJson } from "../stack/files";
import type { Keeper } from "../stack/keeper";
import { findFreePort, isPortFree } from "../stack/ports";
import { Problem } from "../stack/problem";
import { makeEnterable, type PostgresHome } from "./home";
import type { Owner } from "./owner";
import { refuseRunningServer } from "./running-server";

export type Cluster = {
  child: Child;
  /** Of the role that owns everything. */
  urlOf(database: string): string;
  /** Of the role that a portal connects as, once `makePortalRole` has made it. */
  portalUrlOf(database: string): string;
};

export type ClusterOptions = {
  home: PostgresHome;
  directory: string;
  logDir: string;
  /** For tests: fast, and nothing survives a crash. */
  isThrowaway?: boolean;
};

const Access = z.object({ port: z.number(), password: z.string() });
type Access = z.infer<typeof Access>;

const superuser = "portal";
/** The portal's own: it owns no table. */
export const portalRole = "portal_app";
const throwawaySettings = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "max_connections=300",
];

/** Starts PostgreSQL on 127.0.0.1, after creating its data directory if there is none. */
export async function startCluster(keeper: Keeper, options: ClusterOptions): Promise<Cluster> {
  const { home, directory, logDir, isThrowaway = false } = options;
  if (home.owner !== null) await makeEnterable(dirname(directory));
  await refuseRunningServer(directory);
  const access = await findAccess(directory);
  if (!existsSync(directory)) await initialise(keeper, options, access.password);
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    ...(isThrowaway ? throwawaySettings : []),
  ];
  const child = startChild(keeper, {
    name: "PostgreSQL",
    command: [
      join(home.binDir, "postgres"),
      "-D",
      directory,
      "-p",
      `${access.port}`,
      ...settings.flatMap((s) => ["-c", s]),
    ],
    env: basicEnvironment(),
    cwd: directory,
    owner: home.owner,
    logFile: join(logDir, "postgres.log"),
    // Its own words: SIGINT disconnects everyone and closes cleanly, SIGQUIT leaves the rest to recovery.
    signals: ["SIGINT", "SIGQUIT"],
  });
  const urlFor = (role: string) => (database: string) =>
    `postgres://${role}:${access.password}@127.0.0.1:${access.port}/${database}`;
  const urlOf = urlFor(superuser);
  await waitUntilReady(child, () => answers(urlOf("postgres")));
  return { child, urlOf, portalUrlOf: urlFor(portalRole) };
}

/** Makes the role that the portal connects as, with the cluster's own password: both stay on this machine. */
export async function makePortalRole(cluster: Cluster): Promise<void> {
  const admin = cluster.urlOf("postgres");
  const password = new URL(admin).password;
  const found = await runSql(admin, `select 1 from pg_roles where rolname = '${portalRole}'`);
  if (found.length === 0) await runSql(admin, `create role ${portalRole} login password '${password}'`);
}

export async function runSql(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}

async function initialise(
  keeper: Keeper,
  { home, directory, logDir, isThrowaway }: ClusterOptions,
  password: string,
) {
  const passwordFile = `${directory}.password`;
  // Made aside and renamed: an initdb cut short must not pass for a cluster.
  const partial = `${directory}.partial`;
  await rm(partial, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (home.owner !== null) await prepareFor(home.owner, passwordFile, partial);
  const flags = ["--auth=scram-sha-256", `--username=${superuser}`, `--pwfile=${passwordFile}`];
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const child = startChild(keeper, {
    name: "The creation of the database",
    command: [
      join(home.binDir, "initdb"),
      "-D",
      partial,
      ...flags,
      ...locale,
      ...(isThrowaway ? ["--no-sync"] : []),
    ],
    env: basicEnvironment(),
    cwd: dirname(directory),
    owner: home.owner,
    logFile: join(logDir, "initdb.log"),
  });
  try {
    await waitForSuccess(child);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(partial, directory);
}

async function prepareFor({ uid, gid }: Owner, passwordFile: string, dataDirectory: string) {
  await chown(passwordFile, uid, gid);
  await mkdir(dataDirectory, { mode: 0o700 });
  await chown(dataDirectory, uid, gid);
}

/** The password and, unless another program has taken it, the port of the last time. */
async function findAccess(directory: string): Promise<Access> {
  const file = `${directory}.json`;
  const text = await readIfExists(file);
  if (text === null && existsSync(directory)) {
    throw new Problem(
      `${file} is missing: without the password in it the data in ${directory} can't be opened.`,
    );
  }
  const known = text === null ? null : Access.parse(JSON.parse(text));
  if (known !== null && (await isPortFree(known.port))) return known;
  const access = { port: await findFreePort(), password: known?.password ?? randomBytes(16).toString("hex") };
  await writePrivateJson(file, access);
  return access;
}

async function answers(url: string): Promise<boolean> {
  try {
    await runSql(url, "select 1");
    return true;
  } catch {
    return false;
  }
}
