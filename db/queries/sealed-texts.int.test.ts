import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../client";
import { createTestDatabase, type TestDatabase } from "../testing/test-database";
import { countSealed, countSealedByKey, listSealed } from "./sealed-texts";

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

async function readPages(exceptKeyId?: string): Promise<string[]> {
  const places: string[] = [];
  let after = null;
  for (;;) {
    const rows: Awaited<ReturnType<typeof listSealed>> = await listSealed(db, "token", {
      after,
      limit: 4,
      exceptKeyId,
    });
    places.push(...rows.map(({ connectionId, environment }) => `${connectionId} ${environment}`));
    if (rows.length < 4) return places;
    after = rows.at(-1) ?? null;
  }
}

test("sealed rows come a page at a time, each once, in the order of their places", async () => {
  const places = await readPages();
  expect(places).toEqual([...new Set(places)].toSorted());
  expect(places).toHaveLength(14);
  expect(await countSealed(db, "token")).toBe(14);
  expect(await countSealed(db, "bank data")).toBe(0);
});

test("those of one key are left out where that is asked for", async () => {
  const places = await readPages("k2");
  expect(places).toHaveLength(7);
  expect(places.every((place) => place.endsWith(" live"))).toBe(true);
  expect(await countSealedByKey(db, "token")).toEqual(
    expect.arrayContaining([
      { keyId: "k1", rows: 7 },
      { keyId: "k2", rows: 7 },
    ]),
  );
});
