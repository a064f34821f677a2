import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoPlainToken, readConnection } from "@/lib/testing/connection-acts";
import { connectGroup } from "@/lib/testing/sign-in";
import { startTestPortal, type TestPortal } from "@/lib/testing/test-portal";
import { runByHand } from "./testing/run-by-hand";

const k1 = `k1:${randomBytes(32).toString("base64")}`;
const k2 = `k2:${randomBytes(32).toString("base64")}`;
const k3 = `k3:${randomBytes(32).toString("base64")}`;

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal({ env: { TOKEN_KEYS: k1 } });
});
afterAll(() => portal.close());

const run = (tokenKeys: string, ...args: string[]) =>
  runByHand("rotate", args, { TOKEN_KEYS: tokenKeys, DATABASE_URL: portal.services.env.DATABASE_URL });

test(
  "a dry run counts, a run seals anew, a second one lets the old key go",
  { timeout: 60_000 },
  async () => {
    const { connected } = await connectGroup(portal);
    const sealed = async () => (await readConnection(portal, connected.connectionId)).tokens[0]?.sealed;
    const before = await sealed();
    const dry = await run(`${k2},${k1}`, "--dry-run");
    expect(dry).toMatchObject({
      code: 0,
      said: expect.stringContaining("1 row would be sealed anew with k2"),
    });
    expect(await sealed()).toBe(before);
    const first = await run(`${k2},${k1}`);
    expect(first).toMatchObject({ code: 0, said: expect.stringContaining("✔ 1 row sealed anew with k2") });
    expect(await sealed()).toMatch(/^v1\.k2\./);
    const second = await run(`${k2},${k1}`);
    expect(second).toMatchObject({ code: 0, said: expect.stringContaining("remove k1 from TOKEN_KEYS") });
    await expectNoPlainToken(portal, dry, first, second);
  },
);

test("what can't be opened is named, never quoted, and is not success", { timeout: 60_000 }, async () => {
  const [mine, other] = [await connectGroup(portal), await connectGroup(portal)];
  const [ofMine, ofOther] = [mine.connected.connectionId, other.connected.connectionId];
  await portal.services.db.execute(
    sql`update connection_tokens set sealed = 'a text that nobody should read' where connection_id = ${ofOther}`,
  );
  const { code, said } = await run(k3);
  expect(code).toBe(1);
  expect(said).toContain(`✖ token of connection ${ofMine}, live: TOKEN_KEYS holds no key named k1`);
  expect(said).toContain(`✖ token of connection ${ofOther}, live: it is no text of the vault's`);
  expect(said).toContain("k1 is used by 1 row, and is not in TOKEN_KEYS: put it back behind k3");
  expect(said).not.toContain("nobody should read");
});
