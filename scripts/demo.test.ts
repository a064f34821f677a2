import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findFreePort } from "./stack/ports";
import { rootDir } from "./stack/settings";

const dataDir = join(tmpdir(), `demo-test-${process.pid}`);

function runDemo(env: Record<string, string>) {
  const args = ["--conditions=react-server", "--import", "tsx", "scripts/demo.ts"];
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: rootDir,
    env: { ...process.env, DATA_DIR: dataDir, ...env },
    encoding: "utf8",
  });
  return { status, stderr: stderr.trim() };
}

test("a port in use is one sentence, before anything is started", { timeout: 20_000 }, async () => {
  const port = await findFreePort();
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  expect(runDemo({ PORT: `${await findFreePort()}`, SIMULATOR_PORT: `${port}` })).toEqual({
    status: 1,
    stderr: `Port ${port} is in use: stop what listens there, or choose another port with SIMULATOR_PORT.`,
  });
  expect(existsSync(dataDir)).toBe(false);
  server.close();
});
