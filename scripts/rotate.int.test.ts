import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectNoPlainToken, readConnection } from "@/lib/testing/connection-acts";
import { connectGroup } from "@/lib/testing/sign-in";
import { startTestPortal, type TestPortal } from "@/lib/testing/test-portal";
import { help } from "./rotation/options";
import { runByHand } from "./testing/run-by-hand";

const k1 = `k1:${randomBytes(32).toString("base64")}`;
const k2 = `k2:${randomBytes(32).toString("base64")}`;
const k3 = `k3:${randomBytes(32).toString("base64")}`;

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal({ env: { TOKEN_KEYS: k1 } });
});
afterAll(() => portal.close());

/** Other bytes under the same name: a key that was made twice. */
const otherK2 = `k2:${randomBytes(32).toString("base64")}`;

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

test(
  "a first key that is not the portal's is refused before a row is sealed",
  { timeout: 60_000 },
  async () => {
    const { connected } = await connectGroup(portal);
    const tokens = async () => (await readConnection(portal, connected.connectionId)).tokens;
    const before = await tokens();
    for (const args of [["--dry-run"], []]) {
      const { code, said } = await run(`${otherK2},${k1}`, ...args);
      expect(code).toBe(1);
      expect(said).toContain("✖ k2 here is another key than the k2 that sealed 1 row: none of them opens.");
      expect(said).toContain("Nothing was changed. Take TOKEN_KEYS from the portal's own environment.");
      expect(said).not.toMatch(/remove k1|sealed anew|sealed with it/);
      expect(await tokens()).toEqual(before);
    }
    const right = await run(`${k2},${k1}`);
    expect(right).toMatchObject({ code: 0, said: expect.stringContaining("✔ 1 row sealed anew with k2") });
  },
);

test("--help says what it is, and an unknown word is named", { timeout: 60_000 }, async () => {
  const helped = await runByHand("rotate", ["--help"], {});
  expect(helped).toMatchObject({ code: 0, said: help });
  const unknown = await run(`${k2},${k1}`, "--dryrun");
  expect(unknown).toMatchObject({
    code: 2,
    said: expect.stringMatching(
      /^--dryrun is not known\. Nothing was changed\.\s+Usage: npm run tokens:rotate/,
    ),
  });
});

describe("a run that can't begin says what mends it", () => {
  const runAt = (change: (url: URL) => void) => {
    const url = new URL(portal.services.env.DATABASE_URL);
    change(url);
    return runByHand("rotate", [], { TOKEN_KEYS: `${k2},${k1}`, DATABASE_URL: url.href });
  };

  test.each<[string, (url: URL) => void, RegExp]>([
    ["no such database", (url) => (url.pathname = "/no_such"), /does not exist\. Correct DATABASE_URL/],
    [
      "an unmigrated database",
      (url) => (url.pathname = "/template1"),
      /does not exist\. Run `npm run db:migrate` first/,
    ],
    ["a port where nothing answers", (url) => (url.port = "1"), /runs there, or correct DATABASE_URL/],
    ["an unknown host", (url) => (url.hostname = "db.invalid"), /correct DATABASE_URL/i],
  ])("%s", { timeout: 60_000 }, async (_what, change, words) => {
    const { code, said } = await runAt(change);
    expect(code).toBe(2);
    expect(said).toContain("Nothing was changed: ");
    expect(said).toMatch(words);
    expect(said).not.toMatch(/cut off|\. Run this again\./);
  });
});

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
