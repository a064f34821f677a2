import "server-only";
import type { Transaction } from "@/db/client";
import { lockCurrentConnection, type ConnectionWithTokens } from "@/db/queries/connections";
import { lockUser } from "@/db/queries/users";
import type { Context } from "../context";

/**
 * Runs `work` in a transaction that holds the group and its current connection. The group is locked first,
 * as a sign-in does: the two can't wait for each other in a circle.
 */
export async function withCurrentConnection<T>(
  { db }: Context,
  groupId: string,
  work: (tx: Transaction, connection: ConnectionWithTokens | null) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    await lockUser(tx, groupId);
    return work(tx, await lockCurrentConnection(tx, groupId));
  });
}
