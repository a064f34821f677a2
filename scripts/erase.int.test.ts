import { afterAll, beforeAll, expect, test } from "vitest";
import { disconnect } from "@/lib/connections";
import { auditRows, dumpDatabase } from "@/lib/testing/connection-acts";
import { deliver, makeConnectionEvent, processAll } from "@/lib/testing/deliveries";
import { connectGroup } from "@/lib/testing/sign-in";
import { startTestPortal, type TestPortal } from "@/lib/testing/test-portal";
import { runByHand } from "./testing/run-by-hand";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

const runAt = (change: (url: URL) => void, ...args: string[]) => {
  const url = new URL(portal.services.env.DATABASE_URL);
  change(url);
  return runByHand("erase", args, { DATABASE_URL: url.href });
};
const run = (...args: string[]) => runAt(() => undefined, ...args);

test(
  "a connected group is refused; one that has left is erased, after a dry run that changes nothing",
  { timeout: 90_000 },
  async () => {
    const { groupId, oauthConnectionId } = await connectGroup(portal);
    const refused = await run(`--group=${groupId}`);
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining("have it disconnected first") });
    await disconnect(portal.createContext({ kind: "customer", groupId, sessionId: "" }), { groupId });
    const before = await dumpDatabase(portal);
    const dry = await run(`--group=${groupId}`, "--dry-run");
    expect(dry.said).toContain(`A dry run: nothing was changed. Of ${groupId} this would erase`);
    expect(await dumpDatabase(portal)).toEqual(before);
    const erased = await run(`--group=${groupId}`);
    expect(erased.said).toMatch(/connections +1\n/);
    // Whoever runs it until it succeeds must not be told so before the grant has ended at Increase.
    const standing = `${oauthConnectionId} has not ended at Increase`;
    expect(erased).toMatchObject({ code: 1, said: expect.stringContaining(standing) });
    const again = await run(`--group=${groupId}`);
    expect(again).toMatchObject({ code: 1, said: expect.stringContaining(standing) });
    expect(again.said).toContain(`Nothing of ${groupId} is left`);
    await portal.control(`connections/${oauthConnectionId}/deactivate`);
    await deliver(portal, makeConnectionEvent("deactivated", oauthConnectionId));
    await processAll(portal);
    expect((await run(`--group=${groupId}`)).code).toBe(0);
    const erasures = (await auditRows(portal, { groupId })).slice(-2);
    expect(erasures).toMatchObject([
      { action: "group.erased", actor_kind: "system", after: { deleted: { connections: 1 } } },
      { action: "group.erased", after: { emptied: { oauth_connections: 1 }, standing: [] } },
    ]);
  },
);

test("help is no failure, and needs no database", { timeout: 60_000 }, async () => {
  const { code, said } = await runByHand("erase", ["--help"], {});
  expect(code).toBe(0);
  expect(said).toMatch(/^Usage: npm run group:erase.*\n\nErases a group.*\nExit status: 0 /s);
});

test("what no second run mends is not told to be run again as it is", { timeout: 90_000 }, async () => {
  const noDatabase = await runAt((url) => (url.pathname = "/nowhere"), "--group=group_1");
  expect(noDatabase.said).toMatch(
    /Nothing was erased: database "nowhere" does not exist\. Correct DATABASE_URL/,
  );
  const notMigrated = await runAt((url) => (url.pathname = "/postgres"), "--group=group_1");
  expect(notMigrated.said).toMatch(/Nothing was erased: .*does not exist\. Run `npm run db:migrate` first/);
  expect([noDatabase.code, notMigrated.code]).toEqual([1, 1]);
});
