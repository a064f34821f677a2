import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../client";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { countSealed, countSealedByKey, readSealedPages } from "./sealed-texts";

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database);
  await db.execute(sql`
    with made as (insert into connections (group_id, state, scope, connected_at, state_changed_at)
      select 'group_' || ordinal, 'active', 'read_only', now(), now() from generate_series(1, 7) as ordinal
      returning id)
    insert into connection_tokens (connection_id, environment, generation, sealed, minted_at)
    select id, environment, 1, case environment when 'live' then 'v1.k1.a.a' else 'v1.k2.a.a' end, now()
    from made, unnest(array['live', 'sandbox']) as environment`);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

async function readPages(
  options: Omit<Parameters<typeof readSealedPages>[2], "limit"> = {},
): Promise<string[]> {
  const places: string[] = [];
  for await (const page of readSealedPages(db, "token", { limit: 4, ...options })) {
    expect(page.length).toBeLessThanOrEqual(4);
    places.push(...page.map(({ connectionId, environment }) => `${connectionId} ${environment}`));
  }
  return places;
}

test("sealed rows come a page at a time, each once, in the order of their places", async () => {
  const places = await readPages();
  expect(places).toEqual([...new Set(places)].toSorted());
  expect(places).toHaveLength(14);
  expect(await countSealed(db, "token")).toBe(14);
  expect(await countSealed(db, "bank data")).toBe(0);
});

test("when the time is up, no further page is read", async () => {
  let pagesLeft = 2;
  const places = await readPages({ hasTime: () => pagesLeft-- > 0 });
  expect(places).toEqual((await readPages()).slice(0, 8));
});

test("those of one key are left out where that is asked for", async () => {
  const places = await readPages({ exceptKeyId: "k2" });
  expect(places).toHaveLength(7);
  expect(places.every((place) => place.endsWith(" live"))).toBe(true);
  expect(await countSealedByKey(db, "token")).toEqual(
    expect.arrayContaining([
      { keyId: "k1", rows: 7 },
      { keyId: "k2", rows: 7 },
    ]),
  );
});
