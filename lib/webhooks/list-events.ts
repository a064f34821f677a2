import "server-only";
import { z } from "zod";
import {
  listWebhookEvents,
  type EventFilter,
  type EventPlace,
  type ListedEvent,
} from "@/db/queries/webhook-event-log";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { AppError } from "../errors";
import { storableText } from "./parse-event";

export const eventsPerPage = 50;

export type { EventFilter, ListedEvent };

const lastYear = new Date("9999-12-31T00:00:00Z");
const place = z.tuple([z.coerce.date().max(lastYear), storableText, z.enum(["live", "sandbox"])]);
const filterSchema = z.object({
  environment: z.enum(["live", "sandbox"]).optional(),
  groupId: storableText.optional(),
  category: storableText.optional(),
  state: z.enum(["pending", "processed", "dead"]).optional(),
  receivedFrom: z.date().max(lastYear).optional(),
  receivedBefore: z.date().max(lastYear).optional(),
});

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
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `invalid_input` for a filter or a cursor that is none
 */
export async function listEvents(
  context: Context,
  { filter = {}, cursor }: { filter?: EventFilter; cursor?: string } = {},
): Promise<{ events: ListedEvent[]; nextCursor: string | null }> {
  requireStaffPermission(context, "event.read");
  const fitting = filterSchema.safeParse(filter);
  if (!fitting.success) {
    throw new AppError(
      "invalid_input",
      "These filters can't be used. Nothing was changed; clear them and try again.",
    );
  }
  const after = cursor === undefined ? null : readCursor(cursor);
  const found = await listWebhookEvents(context.db, {
    filter: fitting.data,
    after,
    limit: eventsPerPage + 1,
  });
  const events = found.slice(0, eventsPerPage);
  const last = events.at(-1);
  const isMore = found.length > eventsPerPage;
  return { events, nextCursor: isMore && last !== undefined ? writeCursor(last) : null };
}
