import "server-only";
import { listAuditRows, listStaffEmails, type AuditEntryRow } from "@/db/queries/audit";
import { listConnectionEvents, type ConnectionEvent } from "@/db/queries/connection-events";
import { listUpstreamErrors, type UpstreamErrorRow } from "@/db/queries/upstream";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";

export const timelineLength = 50;

/** One thing that happened: an event of Increase's, an error of a call to Increase, or an act or fact in the audit log. */
export type TimelineEntry =
  | { kind: "event"; at: Date; event: ConnectionEvent }
  | { kind: "error"; at: Date; error: UpstreamErrorRow }
  | { kind: "audit"; at: Date; entry: AuditEntryRow; staffEmail: string | null };

export type Timeline = { entries: TimelineEntry[]; nextBefore: Date | null };

type Asked = { groupId: string | null; oauthConnectionId: string | null; before: Date | null };

async function readAudit(
  { db }: Context,
  { groupId, before }: Asked,
  limit: number,
): Promise<TimelineEntry[]> {
  if (groupId === null) return [];
  const filter = { groupId, ...(before === null ? {} : { before }) };
  const rows = await listAuditRows(db, { filter, after: null, limit });
  const ids = rows.flatMap(({ actorKind, actorId }) => (actorKind === "staff" && actorId ? [actorId] : []));
  const emails = new Map((await listStaffEmails(db, ids)).map(({ id, email }) => [id, email]));
  return rows.map((entry) => ({
    kind: "audit",
    at: entry.at,
    entry,
    staffEmail: emails.get(entry.actorId ?? "") ?? null,
  }));
}

/** Entries of one moment stay on one page, since the next begins before it. */
function cut(entries: TimelineEntry[]): Timeline {
  const last = entries[timelineLength - 1];
  if (last === undefined || entries.length === timelineLength) return { entries, nextBefore: null };
  const kept = entries.filter(({ at }) => at >= last.at);
  return { entries: kept, nextBefore: kept.length === entries.length ? null : last.at };
}

/**
 * All that is known to have happened to a connection and its group, newest first.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function readTimeline(context: Context, asked: Asked): Promise<Timeline> {
  requireStaffPermission(context, "connection.inspect");
  const { groupId, before } = asked;
  const limit = timelineLength + 1;
  const [events, errors, audit] = await Promise.all([
    listConnectionEvents(context.db, { ...asked, limit }),
    groupId === null ? [] : listUpstreamErrors(context.db, { groupId, before, limit }),
    readAudit(context, asked, limit),
  ]);
  const all: TimelineEntry[] = [
    ...events.map((event) => ({ kind: "event" as const, at: event.receivedAt, event })),
    ...errors.map((error) => ({ kind: "error" as const, at: error.at, error })),
    ...audit,
  ];
  return cut(all.toSorted((a, b) => b.at.getTime() - a.at.getTime()));
}
