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
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { AppError } from "../errors";

export const connectionsPerPage = 50;
const exportedAtOnce = 500;

export { connectionSorts, type ConnectionFilter, type ConnectionOrder, type ListedConnection };

export const defaultOrder: ConnectionOrder = { by: "created", direction: "descending" };

const lastYear = new Date("9999-12-31T00:00:00Z");
const text = z
  .string()
  .max(200)
  .refine((value) => !value.includes("\0"));
const place = z.discriminatedUnion("side", [
  z.object({ side: z.literal("here"), key: text, id: z.uuid() }),
  z.object({ side: z.literal("increase"), key: text, id: text }),
]);

function writeCursor({ key, side, id }: ConnectionPlace): string {
  const stated = { key: typeof key === "string" ? key : key.toISOString(), side, id };
  return Buffer.from(JSON.stringify(stated)).toString("base64url");
}

function readCursor(cursor: string, { by }: ConnectionOrder): ConnectionPlace {
  try {
    const read = place.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return by === "group" ? read : { ...read, key: z.coerce.date().max(lastYear).parse(read.key) };
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

async function readPage(
  context: Context,
  { filter = {}, order = defaultOrder, cursor }: Asked,
  size: number,
): Promise<ConnectionPage> {
  const after = cursor === undefined ? null : readCursor(cursor, order);
  const found = await listRows(context.db, { filter, order, after, limit: size + 1 });
  const connections = found.slice(0, size);
  const last = connections.at(-1);
  const isMore = found.length > size && last !== undefined;
  return { connections, nextCursor: isMore ? writeCursor(placeOf(last, order)) : null };
}

/**
 * One page of all connections: ours, and those that only Increase has.
 * @throws AppError `not_signed_in`, `not_found`, `invalid_input` for a cursor that is none
 */
export async function listConnections(context: Context, asked: Asked = {}): Promise<ConnectionPage> {
  requireStaffPermission(context, "connection.list");
  return readPage(context, asked, connectionsPerPage);
}

/**
 * All connections that fit, one after the other, read as they are taken. That it was done stands in the audit log
 * before the first of them.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function exportConnections(
  context: Context,
  { filter = {}, order = defaultOrder }: Omit<Asked, "cursor"> = {},
): Promise<AsyncIterable<ListedConnection>> {
  requireStaffPermission(context, "connection.export");
  await context.db.transaction((tx) =>
    recordAudit(tx, context, {
      action: "connections.exported",
      targetKind: "connection",
      targetId: "list",
      groupId: null,
      after: { filter, order },
    }),
  );
  return (async function* read() {
    let cursor: string | undefined;
    do {
      const page = await readPage(context, { filter, order, cursor }, exportedAtOnce);
      yield* page.connections;
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  })();
}
