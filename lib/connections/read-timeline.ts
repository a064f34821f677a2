import "server-only";
import { listStaffEmails, type AuditEntryRow } from "@/db/queries/audit";
import { listConnectionEvents, listGroupAudit, type ConnectionEvent } from "@/db/queries/connection-events";
import { listUpstreamErrors, type UpstreamErrorRow } from "@/db/queries/upstream";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";

const timelineLength = 50;

/** One thing that happened: an event of Increase's, an error of a call to Increase, or an act or fact in the audit log. */
export type TimelineEntry =
  | { kind: "event"; at: Date; event: ConnectionEvent }
  | { kind: "error"; at: Date; error: UpstreamErrorRow }
  | { kind: "audit"; at: Date; entry: AuditEntryRow; staffEmail: string | null };

export type Timeline = { entries: TimelineEntry[]; nextBefore: Date | null };

type Asked = { groupId: string | null; oauthConnectionId: string | null; before: Date | null };

async function readAudit({ db }: Context, asked: Asked, limit: number): Promise<TimelineEntry[]> {
  const { groupId, before } = asked;
  if (groupId === null) return [];
  const rows = await listGroupAudit(db, { groupId, before, limit });
  const ids = rows.flatMap(({ actorKind, actorId }) => (actorKind === "staff" && actorId ? [actorId] : []));
  const emails = new Map((await listStaffEmails(db, ids)).map(({ id, email }) => [id, email]));
  return rows.map((entry) => ({
    kind: "audit",
    at: entry.at,
    entry,
    staffEmail: emails.get(entry.actorId ?? "") ?? null,
  }));
}

/** The newest of everything: whatever is newer than the last of them is complete. */
async function readNewest(context: Context, asked: Asked, limit: number): Promise<TimelineEntry[]> {
  const { groupId, before } = asked;
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
  return all.toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, limit);
}

/**
 * All that is known to have happened to a connection and its group, newest first.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function readTimeline(context: Context, asked: Asked): Promise<Timeline> {
  requireStaffPermission(context, "connection.inspect");
  for (let length = timelineLength; ; length *= 2) {
    const entries = await readNewest(context, asked, length + 1);
    const next = entries[length];
    if (next === undefined) return { entries, nextBefore: null };
    // Entries of one moment stay on one page, since a page begins before a moment: a longer page where all are of one.
    const kept = entries.filter(({ at }) => at > next.at);
    if (kept.length > 0) return { entries: kept, nextBefore: new Date(next.at.getTime() + 1) };
  }
}
