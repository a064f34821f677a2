import "server-only";
import { validate as isUuid } from "uuid";
import { findConnection, type ConnectionWithTokens } from "@/db/queries/connections";
import type { Context } from "../context";
import { notFound } from "../errors";

/** @throws AppError `not_found` */
export async function getConnectionRow({ db }: Context, id: string): Promise<ConnectionWithTokens> {
  const connection = isUuid(id) ? await findConnection(db, { id }) : null;
  if (connection === null) throw notFound();
  return connection;
}
