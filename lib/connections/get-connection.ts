import "server-only";
import { findNewestConnection, type ConnectionWithTokens } from "@/db/queries/connections";
import type { Context } from "../context";
import { notFound } from "../errors";
import type { OAuthScope } from "./connect";
import { requireGroupReader } from "./group-view";
import { isCurrent, type ConnectionState } from "./lifecycle";
import { tokenOf } from "./token-of";

/** A connection as its customer sees it. No token, sealed or not, is part of it. */
export type Connection = {
  id: string;
  groupId: string;
  oauthConnectionId: string | null;
  state: ConnectionState;
  /** Whether it is the one in use: active, or waiting for a new sign-in. */
  isCurrent: boolean;
  /** Upper bound of what was granted: Increase does not echo the scope. */
  scope: OAuthScope;
  connectedAt: Date;
  stateChangedAt: Date;
  lastUsedAt: Date | null;
  hasSandboxToken: boolean;
};

function toConnection(row: ConnectionWithTokens): Connection {
  const { id, groupId, oauthConnectionId, state, scope, connectedAt, stateChangedAt } = row;
  return {
    id,
    groupId,
    oauthConnectionId,
    state,
    isCurrent: isCurrent(state),
    scope,
    connectedAt,
    stateChangedAt,
    lastUsedAt: tokenOf(row, "live")?.lastUsedAt ?? null,
    hasSandboxToken: tokenOf(row, "sandbox") !== undefined,
  };
}

/**
 * The group's newest connection.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed` for staff who have given no reason
 */
export async function getConnection(context: Context, { groupId }: { groupId: string }): Promise<Connection> {
  await requireGroupReader(context, "connection.read", groupId);
  const row = await findNewestConnection(context.db, groupId);
  if (row === null) throw notFound();
  return toConnection(row);
}
