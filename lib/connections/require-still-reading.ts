import "server-only";
import { isTokenThere } from "@/db/queries/connection-tokens";
import type { Permission } from "../auth/permissions";
import { requireStillAllowed } from "../auth/require-still-allowed";
import { requireStillSignedIn } from "../auth/require-still-signed-in";
import type { Context } from "../context";
import { requireGroupReader } from "./group-view";
import type { TokenPlace } from "./open-group";
import { notConnected } from "./refusals";

async function requireStillReader(context: Context, permission: Permission, groupId: string) {
  if (context.actor?.kind !== "staff") return requireStillSignedIn(context, permission, groupId);
  await requireStillAllowed(context, permission);
  await requireGroupReader(context, permission, groupId);
}

/**
 * Asks once more, in the middle of an answer that is long in coming, what openGroupForReading asked at its beginning:
 * the session, of the staff the role and the look too, and that the connection still has a token of that side.
 * @throws as openGroupForReading does
 */
export async function requireStillReading(
  context: Context,
  permission: Permission,
  token: TokenPlace,
): Promise<void> {
  await requireStillReader(context, permission, token.groupId);
  // Attack, or a slow reader: a customer leaves, and whoever reads their data reads on with the token of before.
  if (!(await isTokenThere(context.db, token.groupId, token))) throw notConnected();
}
