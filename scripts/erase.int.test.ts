import { spawn } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { disconnect } from "@/lib/connections";
import { auditRows, dumpDatabase } from "@/lib/testing/connection-acts";
import { connectGroup } from "@/lib/testing/sign-in";
import { startTestPortal, type TestPortal } from "@/lib/testing/test-portal";
import { basicEnvironment } from "./stack/environment";
import { rootDir } from "./stack/settings";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

/** The command as it is run by hand, with the database's address in its environment and no secret. */
async function run(...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ["scripts/run.mjs", "erase", ...args], {
    cwd: rootDir,
    env: { ...basicEnvironment(), DATABASE_URL: portal.services.env.DATABASE_URL },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const output of [child.stdout, child.stderr]) output.on("data", (chunk) => (said += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, said };
}

test(
  "a connected group is refused; one that has left is erased, after a dry run that changes nothing",
  { timeout: 90_000 },
  async () => {
    const { groupId } = await connectGroup(portal);
    const refused = await run(`--group=${groupId}`);
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining("have it disconnected first") });
    await disconnect(portal.createContext({ kind: "customer", groupId, sessionId: "" }), { groupId });
    const before = await dumpDatabase(portal);
    const dry = await run(`--group=${groupId}`, "--dry-run");
    expect(dry.said).toContain(`A dry run: nothing was changed. Of ${groupId} this would erase`);
    expect(await dumpDatabase(portal)).toEqual(before);
    const erased = await run(`--group=${groupId}`);
    expect(erased.said).toMatch(/connections +1\n/);
    const again = await run(`--group=${groupId}`);
    expect(again).toMatchObject({ code: 0, said: expect.stringContaining(`Nothing of ${groupId} is left`) });
    expect((await auditRows(portal, { groupId })).at(-1)).toMatchObject({
      action: "group.erased",
      actor_kind: "system",
      after: { deleted: { connections: 1 } },
    });
  },
);
