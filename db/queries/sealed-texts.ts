import "server-only";
import { and, eq, sql, type SQL } from "drizzle-orm";
import type { Executor } from "../client";
import { connections, connectionTokens, keptAccounts } from "../schema";

/** The tables that hold sealed texts, by what they are of. */
const tables = { token: connectionTokens, "bank data": keptAccounts } as const;

export type SealedKind = keyof typeof tables;
export const sealedKinds: readonly SealedKind[] = ["token", "bank data"];

/** One row of a kind. */
export type SealedPlace = Pick<typeof connectionTokens.$inferSelect, "connectionId" | "environment">;
export type SealedText = SealedPlace & {
  groupId: string;
  sealed: string;
  /** Which key it says that it is sealed with; null where it is not of the vault's form. */
  keyId: string | null;
};

/** Of a long text that is stored beside its row, no more is read than its beginning. */
function keyIdOf(kind: SealedKind): SQL<string | null> {
  return sql<
    string | null
  >`substring(left(${tables[kind].sealed}, 40) from '^v1[.]([A-Za-z0-9_-]{1,32})[.]')`;
}

/** How many rows of a kind there are. */
export async function countSealed(db: Executor, kind: SealedKind): Promise<number> {
  return db.$count(tables[kind]);
}

type Pages = {
  limit: number;
  /** Rows that are sealed with this key are left out. */
  exceptKeyId?: string;
  /** Asked before each page; where it says no, the rest is not read. */
  hasTime?: () => boolean;
};

/** The rows of a kind, a page at a time, in the order of their places. */
export async function* readSealedPages(
  db: Executor,
  kind: SealedKind,
  { limit, exceptKeyId, hasTime = () => true }: Pages,
): AsyncGenerator<SealedText[], void, undefined> {
  let after: SealedPlace | null = null;
  do {
    if (!hasTime()) return;
    const page: SealedText[] = await listSealed(db, kind, { exceptKeyId, after, limit });
    yield page;
    after = page.length < limit ? null : (page.at(-1) ?? null);
  } while (after !== null);
}

async function listSealed(
  db: Executor,
  kind: SealedKind,
  { after, limit, exceptKeyId }: Pages & { after: SealedPlace | null },
): Promise<SealedText[]> {
  const { connectionId, environment, sealed } = tables[kind];
  const isElsewhere =
    exceptKeyId === undefined ? undefined : sql`${keyIdOf(kind)} is distinct from ${exceptKeyId}`;
  const isLater =
    after && sql`(${connectionId}, ${environment}) > (${after.connectionId}::uuid, ${after.environment})`;
  return db
    .select({ connectionId, environment, sealed, groupId: connections.groupId, keyId: keyIdOf(kind) })
    .from(tables[kind])
    .innerJoin(connections, eq(connections.id, connectionId))
    .where(and(isElsewhere, isLater ?? undefined))
    .orderBy(connectionId, environment)
    .limit(limit);
}

/** Puts one text in the place of another that means the same. False: that one is no longer there. */
export async function replaceSealed(
  db: Executor,
  kind: SealedKind,
  { connectionId, environment }: SealedPlace,
  { from, to }: { from: string; to: string },
): Promise<boolean> {
  const table = tables[kind];
  const replaced = await db
    .update(table)
    .set({ sealed: to })
    .where(
      and(
        eq(table.connectionId, connectionId),
        eq(table.environment, environment),
        // The race: a sign-in, a mint or a page has put another there since. Theirs stays.
        eq(table.sealed, from),
      ),
    )
    .returning({ connectionId: table.connectionId });
  return replaced.length > 0;
}

/** How many rows of a kind are sealed with each key. */
export async function countSealedByKey(
  db: Executor,
  kind: SealedKind,
): Promise<{ keyId: string | null; rows: number }[]> {
  const keyId = keyIdOf(kind);
  return db
    .select({ keyId, rows: sql<number>`count(*)::int` })
    .from(tables[kind])
    .groupBy(sql`1`);
}
