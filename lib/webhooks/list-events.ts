import "server-only";
import { z } from "zod";
import { listWebhookEvents, type EventPlace, type ListedEvent } from "@/db/queries/webhook-event-log";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { AppError } from "../errors";
import { moment } from "../filter";
import { storableText } from "../storable-text";
import { parseEventFilter, type EventFilter } from "./event-filter";

export const eventsPerPage = 50;

export type { EventFilter, ListedEvent };

const place = z.tuple([z.coerce.date().pipe(moment), storableText, z.enum(["live", "sandbox"])]);

function writeCursor({ receivedAt, eventId, environment }: EventPlace): string {
  return Buffer.from(JSON.stringify([receivedAt.toISOString(), eventId, environment])).toString("base64url");
}

function readCursor(cursor: string): EventPlace {
  try {
    const [receivedAt, eventId, environment] = place.parse(
      JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")),
    );
    return { receivedAt, eventId, environment };
  } catch (error) {
    throw new AppError(
      "invalid_input",
      "This address names no place in the list of events. Nothing was changed; start again from the first page.",
      { cause: error },
    );
  }
}

/**
 * One page of received events, newest first. The cursor stands for a place, not a number: new events shift nothing.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `invalid_input` for an invalid filter or cursor
 */
export async function listEvents(
  context: Context,
  { filter = {}, cursor }: { filter?: EventFilter; cursor?: string } = {},
): Promise<{ events: ListedEvent[]; nextCursor: string | null }> {
  requireStaffPermission(context, "event.read");
  const fitting = parseEventFilter(filter);
  const after = cursor === undefined ? null : readCursor(cursor);
  const found = await listWebhookEvents(context.db, {
    filter: fitting,
    after,
    limit: eventsPerPage + 1,
  });
  const events = found.slice(0, eventsPerPage);
  const last = events.at(-1);
  const isMore = found.length > eventsPerPage;
  return { events, nextCursor: isMore && last !== undefined ? writeCursor(last) : null };
}
