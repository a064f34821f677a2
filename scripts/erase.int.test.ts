import { afterAll, beforeAll, expect, test } from "vitest";
import { disconnect } from "@/lib/connections";
import { auditRows, dumpDatabase } from "@/lib/testing/connection-acts";
import { connectGroup } from "@/lib/testing/sign-in";
import { startTestPortal, type TestPortal } from "@/lib/testing/test-portal";
import { runByHand } from "./testing/run-by-hand";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

const run = (...args: string[]) =>
  runByHand("erase", args, { DATABASE_URL: portal.services.env.DATABASE_URL });

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
