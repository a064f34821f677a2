import "server-only";
import { validate as isUuid } from "uuid";
import type { ConnectionTokenRow } from "@/db/queries/connection-tokens";
import { findConnection, type ConnectionRow, type ConnectionWithTokens } from "@/db/queries/connections";
import { findOauthConnection, type OauthConnectionRow } from "@/db/queries/oauth-connections";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { notFound } from "../errors";
import {
  getCurrentGroup,
  getOAuthConnection,
  UpstreamError,
  type Group,
  type OAuthConnection,
} from "../increase";
import { isStorable } from "../storable-text";
import { VaultError } from "../vault";
import { tellStaff } from "./staff-words";
import { isCurrent } from "./lifecycle";
import { openGroup } from "./open-group";

/** All that may be known of a token besides itself. */
export type TokenFacts = Omit<ConnectionTokenRow, "sealed" | "connectionId"> & {
  /** Null: what is stored is nothing that a vault has written. */
  keyId: string | null;
};

export type HeldConnection = ConnectionRow & { tokens: TokenFacts[]; isCurrent: boolean };

/** What Increase answered just now. */
export type Answer<T> = { ok: true; value: T } | { ok: false; isUnknown: boolean; message: string };

export type Inspection = {
  /** What we hold; null for a connection that only Increase has. */
  held: HeldConnection | null;
  /** What Increase last said of it in a list or an event. */
  heard: OauthConnectionRow | null;
  /** Increase's object, retrieved by its id; null while the id is not known. */
  atIncrease: Answer<OAuthConnection> | null;
  /** Whose the token is, asked with the token; null where there is none. */
  group: Answer<Group> | null;
};

/** A broken text must not hide the connection from the staff, who can only end it from its page. */
function findKeyId({ vault }: Context, sealed: string): string | null {
  try {
    return vault.keyIdOf(sealed);
  } catch (error) {
    if (error instanceof VaultError) return null;
    throw error;
  }
}

function toHeld(context: Context, { tokens, ...row }: ConnectionWithTokens): HeldConnection {
  const facts = tokens.map(({ sealed, connectionId: _connectionId, ...token }) =>
    Object.assign(token, { keyId: findKeyId(context, sealed) }),
  );
  return { ...row, tokens: facts, isCurrent: isCurrent(row.state) };
}

async function ask<T>(context: Context, call: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    const isUnknown = error instanceof UpstreamError && error.kind === "not_found";
    return { ok: false, isUnknown, message: tellStaff(context, error, "Nothing was changed.") };
  }
}

async function askGroup(context: Context, held: ConnectionWithTokens): Promise<Answer<Group> | null> {
  if (!isCurrent(held.state)) return null;
  return ask(context, async () => (await openGroup(context, held.groupId, "live")).call(getCurrentGroup));
}

/**
 * One connection, by Increase's id or by ours: what we hold, and what Increase says of it now.
 * https://increase.com/documentation/api/oauth-connections
 * @throws AppError `not_signed_in`, `not_found` for an id that neither side knows
 */
export async function inspectConnection(context: Context, { id }: { id: string }): Promise<Inspection> {
  requireStaffPermission(context, "connection.inspect");
  if (!isStorable(id)) throw notFound();
  const row = await findConnection(context.db, isUuid(id) ? { id } : { oauthConnectionId: id });
  const oauthConnectionId = isUuid(id) ? (row?.oauthConnectionId ?? null) : id;
  if (row === null && oauthConnectionId === null) throw notFound();
  const { requestId } = context;
  const platform = context.increase.platform("live", { groupId: row?.groupId, requestId });
  const [heard, atIncrease, group] = await Promise.all([
    oauthConnectionId === null ? null : findOauthConnection(context.db, oauthConnectionId),
    oauthConnectionId === null ? null : ask(context, () => getOAuthConnection(platform, oauthConnectionId)),
    row === null ? null : askGroup(context, row),
  ]);
  // Attack on nobody: an id made up. Increase is asked before it is believed that nobody knows it.
  if (row === null && heard === null && atIncrease?.ok !== true) throw notFound();
  // Read again: what Increase answered may have changed its state.
  const held = row === null ? null : await findConnection(context.db, { id: row.id });
  return { held: held && toHeld(context, held), heard, atIncrease, group };
}
