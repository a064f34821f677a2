import "server-only";
import { and, eq } from "drizzle-orm";
import type { Executor } from "../client";
import { accounts, users } from "../schema";

export type User = typeof users.$inferSelect;

/**
 * Makes sure that the group's user and account row stand, and locks the user row until the transaction ends:
 * two sign-ins of one group take turns.
 */
export async function upsertUser(tx: Executor, groupId: string, provider: string): Promise<void> {
  await tx
    .insert(users)
    .values({ id: groupId })
    .onConflictDoUpdate({ target: users.id, set: { id: groupId } });
  await tx
    .insert(accounts)
    .values({ provider, providerAccountId: groupId, userId: groupId })
    .onConflictDoNothing();
}

export async function lockUser(tx: Executor, groupId: string): Promise<void> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, groupId)).for("update");
}

export async function findUser(db: Executor, groupId: string): Promise<User | null> {
  const [user] = await db.select().from(users).where(eq(users.id, groupId));
  return user ?? null;
}

export async function findUserByAccount(
  db: Executor,
  provider: string,
  providerAccountId: string,
): Promise<User | null> {
  const [row] = await db
    .select({ user: users })
    .from(accounts)
    .innerJoin(users, eq(users.id, accounts.userId))
    .where(and(eq(accounts.provider, provider), eq(accounts.providerAccountId, providerAccountId)));
  return row?.user ?? null;
}
