import "server-only";
import { and, eq, gt, lte, or } from "drizzle-orm";
import type { Executor } from "../client";
import { keptAccounts } from "../schema";

export type KeptAccountsRow = typeof keptAccounts.$inferSelect;
type Owner = Pick<KeptAccountsRow, "connectionId" | "environment">;

/** Keeps what was read, unless something was kept after `notAfter` already, and not in the future of `now`. */
export async function putKeptAccounts(
  tx: Executor,
  kept: typeof keptAccounts.$inferInsert,
  { notAfter, now }: { notAfter: Date; now: Date },
): Promise<void> {
  await tx
    .insert(keptAccounts)
    .values(kept)
    .onConflictDoUpdate({
      target: [keptAccounts.connectionId, keptAccounts.environment],
      set: { sealed: kept.sealed, readAt: kept.readAt },
      setWhere: or(lte(keptAccounts.readAt, notAfter), gt(keptAccounts.readAt, now)),
    });
}

export async function findKeptAccounts(db: Executor, owner: Owner): Promise<KeptAccountsRow | null> {
  const { connectionId, environment } = keptAccounts;
  const [row] = await db
    .select()
    .from(keptAccounts)
    .where(and(eq(connectionId, owner.connectionId), eq(environment, owner.environment)));
  return row ?? null;
}

/** When something was last kept; null where nothing is. Far smaller than the whole row. */
export async function findKeptAt(db: Executor, owner: Owner): Promise<Date | null> {
  const { connectionId, environment, readAt } = keptAccounts;
  const [row] = await db
    .select({ readAt })
    .from(keptAccounts)
    .where(and(eq(connectionId, owner.connectionId), eq(environment, owner.environment)));
  return row?.readAt ?? null;
}
