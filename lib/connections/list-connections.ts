import "server-only";
import { z } from "zod";
import {
  connectionSorts,
  listConnections as listRows,
  placeOf,
  type ConnectionFilter,
  type ConnectionOrder,
  type ConnectionPlace,
  type ListedConnection,
} from "@/db/queries/connection-list";
import { recordAudit } from "../audit";
import { isOffered, requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { readInPages } from "../csv/csv-rows";
import { AppError } from "../errors";
import { searchMoment, searchText } from "../search-params";
import { parseConnectionFilter } from "./connection-filter";

export const connectionsPerPage = 50;

export { connectionSorts, type ConnectionFilter, type ConnectionOrder, type ListedConnection };

export const defaultOrder: ConnectionOrder = { by: "created", direction: "descending" };

const placed = z.discriminatedUnion("side", [
  z.object({ side: z.literal("here"), id: z.uuid() }),
  z.object({ side: z.literal("increase"), id: searchText }),
]);
function writeCursor({ key, side, id }: ConnectionPlace, order: ConnectionOrder): string {
  const stated = { ...order, key: typeof key === "string" ? key : key.toISOString(), side, id };
  return Buffer.from(JSON.stringify(stated)).toString("base64url");
}

/** A place in one order is none in another. */
function readCursor(cursor: string, { by, direction }: ConnectionOrder): ConnectionPlace {
  try {
    const stated: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const ofOrder = z.object({
      by: z.literal(by),
      direction: z.literal(direction),
      key: by === "group" ? searchText : searchMoment,
    });
    return { ...placed.parse(stated), key: ofOrder.parse(stated).key };
  } catch (error) {
    throw new AppError(
      "invalid_input",
      "This address names no place in the list of connections. Nothing was changed; start again from the first page.",
      { cause: error },
    );
  }
}

export type ConnectionPage = { connections: ListedConnection[]; nextCursor: string | null };

type Asked = { filter?: ConnectionFilter; order?: ConnectionOrder; cursor?: string | undefined };

/**
 * One page of all connections: ours, and those that only Increase has. Whoever may act on them is told of their tokens'
 * generations, for the form that does.
 * @throws AppError `not_signed_in`, `not_found`, `invalid_input` for an invalid filter or cursor
 */
export async function listConnections(
  context: Context,
  { filter = {}, order = defaultOrder, cursor }: Asked = {},
): Promise<ConnectionPage> {
  requireStaffPermission(context, "connection.list");
  const after = cursor === undefined ? null : readCursor(cursor, order);
  const fitting = parseConnectionFilter(filter);
  const withGenerations = isOffered(context, "connection.test");
  const limit = connectionsPerPage + 1;
  const found = await listRows(context.db, { filter: fitting, order, after, limit, withGenerations });
  const connections = found.slice(0, connectionsPerPage);
  const last = connections.at(-1);
  const isMore = found.length > connectionsPerPage && last !== undefined;
  return { connections, nextCursor: isMore ? writeCursor(placeOf(last, order), order) : null };
}

/**
 * All connections that fit, one after the other, read as they are taken. That it was done stands in the audit log
 * before the first of them.
 * @throws AppError `not_signed_in`, `not_found`, `invalid_input` for an invalid filter
 */
export async function exportConnections(
  context: Context,
  { filter = {}, order = defaultOrder }: Omit<Asked, "cursor"> = {},
): Promise<AsyncIterable<ListedConnection>> {
  requireStaffPermission(context, "connection.export");
  const fitting = parseConnectionFilter(filter);
  await context.db.transaction((tx) =>
    recordAudit(tx, context, {
      action: "connections.exported",
      targetKind: "connection",
      targetId: "list",
      groupId: null,
      after: { filter: fitting, order },
    }),
  );
  return readInPages<ListedConnection>(context, "connection.export", (last, limit) => {
    const after = last === null ? null : placeOf(last, order);
    return listRows(context.db, { filter: fitting, order, after, limit });
  });
}
