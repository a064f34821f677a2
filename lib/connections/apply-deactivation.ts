import "server-only";
import type { Transaction } from "@/db/client";
import { findGroupOfOauthConnection, lockConnectionByOauthId } from "@/db/queries/connections";
import { putOauthConnections, type HeardOfConnection } from "@/db/queries/oauth-connections";
import { lockUser } from "@/db/queries/users";
import type { Context } from "../context";
import { applyFact } from "./apply-fact";

/** `applied`: a connection ended by it. `known`: it had ended so before. `kept`: no connection has this id yet. */
export type Deactivation = "applied" | "known" | "kept";

async function endConnection(tx: Transaction, context: Context, id: string): Promise<Deactivation> {
  const groupId = await findGroupOfOauthConnection(tx, id);
  if (groupId === null) return "kept";
  await lockUser(tx, groupId);
  // A reconnect may have taken the id away meanwhile: an old id's end is not the newer connection's.
  const connection = await lockConnectionByOauthId(tx, groupId, id);
  if (connection === null) return "kept";
  return (await applyFact(tx, context, connection, { kind: "deactivated" })) ? "applied" : "known";
}

/**
 * Increase says that one of its connections has ended. The word is kept in any case, and is carried out now or
 * the moment that a connection of ours turns out to be the one meant.
 * @param alsoInTransaction what must stand exactly if this does
 */
export async function applyDeactivation(
  context: Context,
  heard: HeardOfConnection,
  alsoInTransaction: (tx: Transaction) => Promise<void> = async () => {},
): Promise<Deactivation> {
  return context.db.transaction(async (tx) => {
    await putOauthConnections(tx, [{ ...heard, status: "inactive" }]);
    const outcome = await endConnection(tx, context, heard.id);
    await alsoInTransaction(tx);
    return outcome;
  });
}
