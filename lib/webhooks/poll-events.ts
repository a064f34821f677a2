import "server-only";
import { z } from "zod";
import { findFirstConnectedAt } from "@/db/queries/connections";
import { listErased } from "@/db/queries/oauth-connections";
import { putListedEvents, type NewWebhookEvent } from "@/db/queries/webhook-events";
import { requireSystemPermission } from "../auth/permissions";
import type { Context } from "../context";
import { listEventsSince, UpstreamError, type EventPage, type IncreaseEnvironment } from "../increase";
import { parseEvent } from "./parse-event";
import { toQueued } from "./to-queued";

/** How far Increase's own list has been read. The cursor goes with `since`; null: from its beginning. */
export const PollState = z.object({
  cursor: z.string().nullable(),
  since: z.coerce.date(),
  /** The newest event that has been read: where to begin when the cursor is no longer known. */
  readTo: z.coerce.date(),
});
export type PollState = z.output<typeof PollState>;

/** A delivery that is on its way is not missing yet. */
const graceMs = 5 * 60_000;
const clockSkewMs = 10_000;

/** Families that are the platform's own. Whether others in the list are, Increase does not say. */
const ownFamilies = ["oauth_connection.", "event_subscription.", "oauth_application."];

function toRow(environment: IncreaseEnvironment, wire: unknown, now: Date): NewWebhookEvent[] {
  const text = JSON.stringify(wire);
  const parsed = parseEvent(text);
  if (parsed.id === null) return [];
  const category = parsed.event?.category ?? "";
  const isOwn = ownFamilies.some((family) => category.startsWith(family));
  return [
    {
      environment,
      eventId: parsed.id,
      source: "list",
      body: Buffer.from(text),
      headers: {},
      receivedAt: now,
      attribution: isOwn ? "platform" : "unattributed",
      ...parsed.event,
      ...toQueued(parsed, now),
    },
  ];
}

function connectionOf({ associatedObjectId, associatedObjectType }: NewWebhookEvent): string | null {
  return associatedObjectType === "oauth_connection" ? (associatedObjectId ?? null) : null;
}

/**
 * An erased group's events stay erased: Increase lists them for 30 days, and nobody missed them. Its connection has
 * ended, which is final, so they can't change anything.
 */
async function withoutErased({ db }: Context, rows: NewWebhookEvent[]): Promise<NewWebhookEvent[]> {
  const erased = await listErased(
    db,
    rows.flatMap((row) => connectionOf(row) ?? []),
  );
  return rows.filter((row) => !erased.has(connectionOf(row) ?? ""));
}

async function begin({ db, now }: Context): Promise<PollState> {
  // What happened before the first customer came concerns no connection of ours.
  const firstConnectedAt = (await findFirstConnectedAt(db)) ?? now();
  const since = new Date(firstConnectedAt.getTime() - graceMs);
  return { cursor: null, since, readTo: since };
}

async function readPage(
  { increase }: Context,
  environment: IncreaseEnvironment,
  state: PollState,
): Promise<{ page: EventPage; state: PollState }> {
  const platform = increase.platform(environment);
  try {
    return { page: await listEventsSince(platform, state), state };
  } catch (error) {
    const isRefusal = error instanceof UpstreamError && ["invalid", "not_found"].includes(error.kind);
    if (!isRefusal || state.cursor === null) throw error;
    const since = new Date(state.readTo.getTime() - clockSkewMs);
    const again = { cursor: null, since, readTo: state.readTo };
    return { page: await listEventsSince(platform, again), state: again };
  }
}

export type Poll = {
  state: PollState | null;
  deadline: Date;
  save(state: PollState): Promise<void>;
};

/**
 * Reads Increase's own list of the platform's events on from where it was left, and stores those that no
 * delivery brought. Returns how many those were; `isDone` is false where the time did not suffice.
 * https://increase.com/documentation/api/events
 * @throws AppError `not_found` for anybody but the system; UpstreamError
 */
export async function pollEvents(
  context: Context,
  environment: IncreaseEnvironment,
  { state: left, deadline, save }: Poll,
): Promise<{ missed: number; isDone: boolean }> {
  requireSystemPermission(context, "event.process");
  let state = left ?? (await begin(context));
  let missed = 0;
  const { log } = context;
  for (;;) {
    const now = context.now();
    if (now >= deadline) return { missed, isDone: false };
    const read = await readPage(context, environment, state);
    state = read.state;
    const { events, nextCursor } = read.page;
    const arrived = events.filter(({ createdAt }) => createdAt.getTime() <= now.getTime() - graceMs);
    const rows = arrived.flatMap(({ wire }) => toRow(environment, wire, now));
    missed += await putListedEvents(context.db, await withoutErased(context, rows));
    const unreadable = read.page.rows - events.length + arrived.length - rows.length;
    if (unreadable > 0) log.warn({ environment, count: unreadable }, "listed events could not be read");
    // Attack: a page of nothing that can be read, taken for the end of the list, hides all that comes after it.
    const isCaughtUp = read.page.rows === 0 || arrived.length < events.length;
    // A cursor that leads to itself would be followed until the time is over.
    if (isCaughtUp || nextCursor === null || nextCursor === state.cursor) break;
    state = { ...state, cursor: nextCursor, readTo: arrived.at(-1)?.createdAt ?? state.readTo };
    await save(state);
  }
  await save(state);
  return { missed, isDone: true };
}
