import { chown, copyFile, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { z } from "zod";
import type { Owner } from "../postgres/owner";

const stopped = z.object({ labelfile: z.string() });
/** Of the server that runs, and no part of a backup. */
const ofTheServer = new Set(["postmaster.pid", "postmaster.opts", "pg_wal"]);

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** What vanishes meanwhile is in the log that is copied last. */
async function copyTree(from: string, to: string, owner: Owner | null, without = new Set<string>()) {
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const name of await readdir(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    if (without.has(name)) continue;
    try {
      if ((await stat(source)).isDirectory()) await copyTree(source, target, owner);
      else await copyFile(source, target);
    } catch (error) {
      if (!isGone(error)) throw error;
      continue;
    }
    if (owner !== null) await chown(target, owner.uid, owner.gid);
  }
  if (owner !== null) await chown(to, owner.uid, owner.gid);
}

/**
 * A backup of a server that goes on serving, as pg_basebackup makes one, which is not among the programs here: with
 * two statements and a copy of the files between them.
 * https://www.postgresql.org/docs/18/continuous-archiving.html
 */
export async function takeBaseBackup(
  { ownerUrl, directory, owner }: { ownerUrl: string; directory: string; owner: Owner | null },
  target: string,
): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("select pg_backup_start('proof', true)");
    await copyTree(directory, target, owner, ofTheServer);
    const { rows } = await client.query<Record<string, unknown>>(
      "select labelfile from pg_backup_stop(false)",
    );
    await copyTree(join(directory, "pg_wal"), join(target, "pg_wal"), owner);
    const label = join(target, "backup_label");
    await writeFile(label, stopped.parse(rows[0]).labelfile, { mode: 0o600 });
    if (owner !== null) await chown(label, owner.uid, owner.gid);
  } finally {
    await client.end();
  }
}
