import "server-only";
import { and, eq, inArray, ne } from "drizzle-orm";
import type { Executor } from "../client";
import { knownAccounts } from "../schema";

type Owner = Pick<typeof knownAccounts.$inferInsert, "environment" | "groupId" | "connectionId">;

/** Notes accounts as the group's; one that is known as another's stays so. The caller holds the group's token row. */
export async function addKnownAccounts(tx: Executor, owner: Owner, accountIds: string[]): Promise<void> {
  if (accountIds.length === 0) return;
  // In one order, so that two at once can't wait for each other in a circle.
  const { environment, groupId, connectionId } = owner;
  const rows = accountIds.toSorted().map((accountId) => ({ environment, groupId, connectionId, accountId }));
  await tx.insert(knownAccounts).values(rows).onConflictDoNothing();
}

/** Whose the account is; null where nobody's token has shown it yet. */
export async function findGroupOfAccount(
  db: Executor,
  environment: Owner["environment"],
  accountId: string,
): Promise<string | null> {
  const [row] = await db
    .select({ groupId: knownAccounts.groupId })
    .from(knownAccounts)
    .where(and(eq(knownAccounts.environment, environment), eq(knownAccounts.accountId, accountId)));
  return row?.groupId ?? null;
}

/** Which of these accounts are known as another group's. */
export async function listForeignAccounts(
  db: Executor,
  { environment, groupId }: Pick<Owner, "environment" | "groupId">,
  accountIds: string[],
): Promise<string[]> {
  if (accountIds.length === 0) return [];
  const rows = await db
    .select({ accountId: knownAccounts.accountId })
    .from(knownAccounts)
    .where(
      and(
        eq(knownAccounts.environment, environment),
        inArray(knownAccounts.accountId, accountIds),
        ne(knownAccounts.groupId, groupId),
      ),
    );
  return rows.map(({ accountId }) => accountId);
}
