import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { commandLineOf } from "./processes";
import { rootDir } from "./settings";

const program = `
  import { startChild } from "./scripts/stack/child.ts";
  import { runCommand } from "./scripts/stack/command.ts";
  await runCommand(async (keeper) => {
    keeper.keepPath(process.env.KEPT_PATH);
    const script = 'const { spawn } = require("node:child_process");'
      + 'const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);'
      + 'console.log(process.pid, child.pid); setInterval(() => {}, 1000);';
    const child = startChild(keeper, { name: "It", command: [process.execPath, "-e", script], env: process.env });
    await child.ended;
    return 0;
  });
`;

test.each(["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"] as const)(
  "a command ended by %s leaves no process and no temporary file behind",
  { timeout: 20_000 },
  async (signal) => {
    const path = await mkdtemp(join(tmpdir(), "keeper-"));
    const command = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
      cwd: rootDir,
      env: { ...process.env, KEPT_PATH: path },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(command.stdout, "data");
    const pids = String(line).trim().split(" ").map(Number);
    expect(pids.map((pid) => commandLineOf(pid) !== null)).toEqual([true, true]);
    command.kill(signal);
    await once(command, "exit");
    await vi.waitFor(() => {
      expect(pids.map(commandLineOf)).toEqual([null, null]);
      expect(existsSync(path)).toBe(false);
    }, 8_000);
  },
);
