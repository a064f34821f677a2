import "server-only";
import { listWebhookEvents, type ListedEvent } from "@/db/queries/webhook-event-log";
import { recordAudit } from "../audit";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { readInPages } from "../csv/csv-rows";
import { parseEventFilter, type EventFilter } from "./event-filter";

/**
 * All received events that fit, newest first, to be read as they are sent. That they were taken stands in the audit
 * log before the first of them goes out.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `invalid_input` for an invalid filter
 */
export async function exportEvents(
  context: Context,
  { filter = {} }: { filter?: EventFilter } = {},
): Promise<AsyncIterable<ListedEvent>> {
  requireStaffPermission(context, "event.export");
  const fitting = parseEventFilter(filter);
  await context.db.transaction((tx) =>
    recordAudit(tx, context, {
      action: "events.exported",
      targetKind: "event",
      targetId: "list",
      groupId: fitting.groupId ?? null,
      after: { filter: fitting },
    }),
  );
  return readInPages<ListedEvent>(context, "event.export", (after, limit) =>
    listWebhookEvents(context.db, { filter: fitting, after, limit }),
  );
}
