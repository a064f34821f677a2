import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startExaminedPortal, type ExaminedPortal } from "@/lib/testing/doctor";
import { startHealthyPortal } from "@/lib/testing/healthy-portal";

let portal: ExaminedPortal;
let directory: string;
let envFile: string;

beforeAll(async () => {
  portal = await startExaminedPortal();
  directory = await mkdtemp(join(tmpdir(), "doctor-"));
  envFile = join(directory, "portal.env");
  const lines = Object.entries(portal.source).map(([name, value]) => `${name}=${value}`);
  await writeFile(envFile, lines.join("\n"));
});
afterAll(async () => {
  await portal.close();
  await rm(directory, { recursive: true });
});

/** With nothing but what is given: a developer's own variables are not to be taken for the portal's. */
async function doctor(args: string[], env: Record<string, string> = {}) {
  const command = ["--conditions=react-server", "--import", "tsx", "scripts/doctor.ts", ...args];
  const { PATH, HOME, NODE_ENV } = process.env;
  const child = spawn(process.execPath, command, { env: { PATH, HOME, NODE_ENV, ...env } });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (said.stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (said.stderr += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { ...said, code };
}

test("a good set-up: status 0, and the addresses to register", async () => {
  const { code, stdout } = await doctor([`--env-from=${envFile}`]);
  expect(stdout).toContain("Nothing was found, of 20 checks");
  expect(stdout).toContain("http://localhost:3000/api/auth/callback/increase");
  expect(code).toBe(0);
});

test("a finding: status 1, as JSON alone on stdout; the process's own variable goes before the file's", async () => {
  const { code, stdout } = await doctor([`--env-from=${envFile}`, "--json"], {
    INCREASE_SCOPE: "read_write",
  });
  expect(JSON.parse(stdout)).toMatchObject({
    findings: [{ code: "scope_wider_than_needed", severity: "warning" }],
    fixed: [],
  });
  expect(code).toBe(1);
});

test("--fix says what it did, and the report is of afterwards", async () => {
  const { origin, close } = await startHealthyPortal();
  onTestFinished(close);
  const moved = { AUTH_URL: origin };
  const { code, stdout } = await doctor([`--env-from=${envFile}`, "--fix"], moved);
  expect(stdout).toMatch(/^Live: Created the event subscription event_subscription_/);
  expect(stdout).toContain("Nothing was found");
  expect(code).toBe(0);
  const again = await doctor([`--env-from=${envFile}`, "--fix"], moved);
  expect(again.stdout).toMatch(/^Nothing was changed/);
});

test("--fix with a slip in AUTH_URL creates nothing, and says so: status 1", async () => {
  const slip = { AUTH_URL: "http://127.0.0.1:9" };
  const { code, stdout } = await doctor([`--env-from=${envFile}`, "--fix"], slip);
  expect(stdout.replace(/\s+/g, " ")).toMatch(
    /^Live: Nothing was created: no portal answers at AUTH_URL, http:\/\/127\.0\.0\.1:9\. Deploy first/,
  );
  expect(stdout).toContain("[subscription_missing]");
  expect(code).toBe(1);
});

test.each([[["--fixx"]], [["--env-from=nowhere.env"]]])(
  "%o can't be run: status 2, and why",
  async (args) => {
    const { code, stdout, stderr } = await doctor(args);
    expect(stderr).toContain("Nothing was checked.");
    expect(stdout).toBe("");
    expect(code).toBe(2);
  },
);
