import { spawn } from "node:child_process";
import { mkdtemp, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { staffClient, staffPeople } from "./platform";

interface Outcome {
  code: number | null;
  output: string;
}

function startProcess(environment: Record<string, string>) {
  const main = fileURLToPath(new URL("./main.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", main], {
    env: { ...process.env, ...environment },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const ended = new Promise<Outcome>((resolve) => child.on("close", (code) => resolve({ code, output })));
  const ready = () => vi.waitFor(() => readyUrl(output), { timeout: 10_000 });
  return { child, ended, ready };
}

function readyUrl(output: string): string {
  const url = /^Simulator ready at (http:\S+)$/m.exec(output)?.[1];
  if (url === undefined) throw new Error(`Not ready: ${output}`);
  return url;
}

test.each(["SIGTERM", "SIGINT"] as const)(
  "the process says where it is, and %s ends it cleanly",
  async (signal) => {
    const file = join(await mkdtemp(join(tmpdir(), "simulator-")), "state.json");
    const { child, ended, ready } = startProcess({ SIMULATOR_PORT: "0", SIMULATOR_DATA_FILE: file });
    const url = await ready();
    const answer = await fetch(`${url}/_sim/groups`, { method: "POST", body: '{"name": "Kept"}' });
    expect(answer.status).toBe(201);
    child.kill(signal);
    expect(await ended).toEqual({ code: 0, output: `Simulator ready at ${url}\n` });
    expect(await readFile(file, "utf8")).toContain("Kept");
  },
);

test("whatever is asked of the staff's issuer, the output stays clean", async () => {
  const { child, ended, ready } = startProcess({ SIMULATOR_PORT: "0" });
  const url = await ready();
  const request = new URLSearchParams({
    client_id: staffClient.id,
    response_type: "code",
    redirect_uri: `http://localhost:3000${staffClient.callbackPath}`,
    scope: "openid email profile offline_access",
    code_challenge: "x".repeat(43),
    code_challenge_method: "S256",
  });
  const authorize = { authorize_url: `${url}/staff/auth?${request}`, sub: staffPeople.owner.sub };
  const body = JSON.stringify(authorize);
  expect((await fetch(`${url}/_sim/staff/authorize`, { method: "POST", body })).status).toBe(200);
  const headers = { origin: "https://elsewhere.example" };
  for (const path of ["auth", "token", "me", "jwks", "session/end", "session/end/success", "nothing"]) {
    await fetch(`${url}/staff/${path}`, { headers });
    await fetch(`${url}/staff/${path}`, { headers, method: "POST", body: new URLSearchParams(request) });
  }
  child.kill("SIGTERM");
  expect(await ended).toEqual({ code: 0, output: `Simulator ready at ${url}\n` });
});

test("a port in use is one sentence and exit code 1", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const { ended } = startProcess({ SIMULATOR_PORT: String(port) });
  expect(await ended).toEqual({
    code: 1,
    output: `Port ${port} is in use; set SIMULATOR_PORT to another one for the simulator.\n`,
  });
});

test("a wrong environment is told and exit code 1", async () => {
  const { ended } = startProcess({ SIMULATOR_PORT: "many" });
  expect(await ended).toMatchObject({ code: 1, output: expect.stringContaining("SIMULATOR_PORT") });
});
