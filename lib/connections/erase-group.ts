import "server-only";
import type { Transaction } from "@/db/client";
import { lockCurrentConnection } from "@/db/queries/connections";
import {
  countOpenAlerts,
  deleteGroupRows,
  deleteUser,
  emptyOauthConnections,
  erasedAction,
  holdUser,
  isKnownGroup,
  listLeftStanding,
  lockOauthConnectionsOf,
  type RowCount,
} from "@/db/queries/erasure";
import { eraseEvents, listEventsNaming, type NamingEvent } from "@/db/queries/event-erasure";
import type { OauthConnectionRow } from "@/db/queries/oauth-connections";
import { recordAudit } from "../audit";
import { requireSystemPermission } from "../auth/permissions";
import type { Context } from "../context";
import { AppError } from "../errors";
import { isStorable } from "../storable-text";

export type Erasure = {
  groupId: string;
  /** Rows that are gone, by table. */
  deleted: Record<string, number>;
  /** Rows that stay and name the group no more: that a connection has ended, and events that may be another's. */
  emptied: Record<string, number>;
  /** Alerts about it that have yet to be sent, and so stay. */
  openAlerts: number;
  /** Increase's ids of connections that have not ended there, as far as is known: its list brings them back. */
  standing: string[];
};

/** All that it needs: neither a key of Increase's nor a page's environment. */
export type ErasureContext = Pick<Context, "actor" | "db" | "now" | "requestId" | "source">;

function connected(groupId: string): AppError {
  return new AppError(
    "conflict",
    `${groupId} has a current connection. Nothing was erased; have it disconnected first, by its customer or on its page under /admin/connections, and run this again.`,
  );
}

function unknown(groupId: string): AppError {
  return new AppError(
    "not_found",
    `No sign-in, connection or event here has exactly the group id ${JSON.stringify(groupId)}, nor has the audit log. Nothing was erased; look at the id again.`,
  );
}

function toCounts(counts: RowCount[]): Record<string, number> {
  return Object.fromEntries(counts.filter(([, rows]) => rows > 0));
}

/** What hasn't ended, as far as is known: a run that found it deletes its row, and each later one has to tell of it. */
async function listStanding(tx: Transaction, groupId: string, atIncrease: OauthConnectionRow[]) {
  const ended = new Set(atIncrease.filter(({ status }) => status === "inactive").map(({ id }) => id));
  // Race: an erasure that was faster may have noted its own since this one began.
  const ids = [...(await listLeftStanding(tx, groupId)), ...atIncrease.map(({ id }) => id)];
  return [...new Set(ids)].filter((id) => !ended.has(id));
}

async function erase(
  tx: Transaction,
  { now }: ErasureContext,
  groupId: string,
  events: NamingEvent[],
): Promise<Erasure> {
  const left = await listLeftStanding(tx, groupId);
  const atIncrease = await lockOauthConnectionsOf(tx, groupId, left);
  const wasUser = await holdUser(tx, groupId);
  // The race: a sign-in that was faster. One that comes later waits for the row that is held, and begins anew.
  if ((await lockCurrentConnection(tx, groupId)) !== null) throw connected(groupId);
  const ids = atIncrease.map(({ id }) => id);
  const ended = await emptyOauthConnections(tx, ids, now());
  const { deleted, unnamed } = await eraseEvents(tx, events);
  const rows = await deleteGroupRows(tx, groupId, ids);
  await deleteUser(tx, groupId);
  return {
    groupId,
    deleted: toCounts([...rows, ["users", wasUser ? 1 : 0], deleted]),
    emptied: toCounts([["oauth_connections", ended], unnamed]),
    openAlerts: await countOpenAlerts(tx, groupId),
    standing: await listStanding(tx, groupId, atIncrease),
  };
}

/** Nothing is written of a run that found nothing. */
async function note(tx: Transaction, context: ErasureContext, erasure: Erasure): Promise<void> {
  const { groupId, deleted, emptied, standing } = erasure;
  if (Object.keys({ ...deleted, ...emptied }).length === 0) return;
  await recordAudit(tx, context, {
    action: erasedAction,
    targetKind: "group",
    targetId: groupId,
    groupId,
    after: { deleted, emptied, standing },
  });
}

/** Undoes what a dry run has done. */
class DryRun extends Error {
  constructor(readonly erasure: Erasure) {
    super("a dry run");
  }
}

/**
 * Erases a group that has left: every row of it but the audit log's, which nobody can change. Of a connection that has
 * ended at Increase the id stays, so that it can't be taken for a usable one. Run again, it erases what has come since.
 * @throws AppError `not_found` for anybody but the system, and for an unknown group; `conflict` while it is connected
 */
export async function eraseGroup(
  context: ErasureContext,
  { groupId, isDryRun = false }: { groupId: string; isDryRun?: boolean },
): Promise<Erasure> {
  requireSystemPermission(context, "group.erase");
  if (groupId === "" || !isStorable(groupId)) throw unknown(groupId);
  // First of all: an id that was cut off is nobody's, and other groups' ids begin with it.
  if (!(await isKnownGroup(context.db, groupId))) throw unknown(groupId);
  // Before any lock: to read the whole inbox takes long, and others wait for Increase's connections meanwhile.
  const events = await listEventsNaming(context.db, groupId);
  try {
    return await context.db.transaction(async (tx) => {
      const erasure = await erase(tx, context, groupId, events);
      await note(tx, context, erasure);
      if (isDryRun) throw new DryRun(erasure);
      return erasure;
    });
  } catch (error) {
    if (error instanceof DryRun) return error.erasure;
    throw error;
  }
}
