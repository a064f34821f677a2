import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readIfExists } from "../stack/files";
import { commandLineOf } from "../stack/processes";
import { Problem } from "../stack/problem";

/** @throws Problem when a server for this data directory runs already */
export async function refuseRunningServer(directory: string): Promise<void> {
  const pidFile = join(directory, "postmaster.pid");
  const pid = Number((await readIfExists(pidFile))?.split("\n")[0]);
  if (!pid) return;
  const commandLine = commandLineOf(pid);
  if (commandLine?.includes(directory)) {
    throw new Problem(
      `PostgreSQL runs already for ${directory} (process ${pid}): stop the demo it belongs to, or set DATA_DIR to another directory.`,
    );
  }
  // Left behind by a kill or a power cut, its number now another program's. PostgreSQL itself would refuse to start.
  if (commandLine !== null) await rm(pidFile);
}
