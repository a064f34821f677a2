import { execFileSync, spawnSync } from "node:child_process";
import { Problem } from "../stack/problem";

export type Owner = { uid: number; gid: number };

const user = "postgres";

/** PostgreSQL refuses to run as root: then it runs as the user postgres, who is created if missing. Otherwise null. */
export function findPostgresOwner(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  return findUser() ?? createUser();
}

export function canEnter(owner: Owner, directory: string): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", directory], { ...owner, cwd: "/" }).status === 0;
}

export function canRun(owner: Owner, program: string): boolean {
  return spawnSync(program, ["--version"], { ...owner, cwd: "/" }).status === 0;
}

function findUser(): Owner | null {
  const { status, stdout } = spawnSync("id", ["-u", user], { encoding: "utf8" });
  if (status !== 0) return null;
  return { uid: Number(stdout), gid: Number(execFileSync("id", ["-g", user], { encoding: "utf8" })) };
}

function createUser(): Owner {
  const flags = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"];
  const { status } = spawnSync("useradd", [...flags, user], { stdio: "ignore" });
  const owner = status === 0 ? findUser() : null;
  if (owner !== null) return owner;
  throw new Problem(
    `PostgreSQL refuses to run as root, and the user ${user} could not be created: start this as an ordinary user.`,
  );
}
