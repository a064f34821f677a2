import "server-only";
import { and, eq, getTableName, inArray, isNotNull, isNull, or, sql, type SQL } from "drizzle-orm";
import type { Executor } from "../client";
import { connections, oauthConnections, webhookEvents } from "../schema";
import type { RowCount } from "./erasure";
import type { WebhookEventKey } from "./webhook-events";

/** An event that names a group, and whether it goes; the others only lose the name. */
export type NamingEvent = WebhookEventKey & { isTheirs: boolean };

const { environment, eventId, body, headers, category, state } = webhookEvents;
const { associatedObjectId, associatedObjectType, claimedGroupId } = webhookEvents;

/** What customers' coming and going hangs on. */
const isOfConnections = sql`coalesce(starts_with(${category}, 'oauth_connection.'), false)`;

/** What stands between words in a body: escaped bytes, and whatever is in no group's id. */
const betweenWords = String.raw`(\\\\|\\[0-7]{3}|[^A-Za-z0-9_\\-])+`;

/** As a whole word: a part of another's id is not this one. `escape` makes text of any bytes, NUL included. */
function isNamedInBody(groupId: string): SQL {
  return sql`case when position(convert_to(${groupId}::text, 'UTF8') in ${body}) > 0
    then ${groupId}::text = any(regexp_split_to_array(encode(${body}, 'escape'), ${betweenWords}::text))
    else false end`;
}

/** Done with, and about a connection that is or was the group's. */
function isOfTheirConnection(db: Executor, groupId: string): SQL | undefined {
  const here = db
    .select({ id: connections.oauthConnectionId })
    .from(connections)
    .where(eq(connections.groupId, groupId));
  const atIncrease = db
    .select({ id: oauthConnections.id })
    .from(oauthConnections)
    .where(eq(oauthConnections.groupId, groupId));
  return and(
    eq(state, "processed"),
    eq(associatedObjectType, "oauth_connection"),
    or(inArray(associatedObjectId, here), inArray(associatedObjectId, atIncrease)),
  );
}

/** Every event that names the group, or is about one of its connections. Reads the whole inbox, and locks nothing. */
export async function listEventsNaming(db: Executor, groupId: string): Promise<NamingEvent[]> {
  const isClaimed = or(
    eq(webhookEvents.groupId, groupId),
    eq(claimedGroupId, groupId),
    eq(associatedObjectId, groupId),
  );
  const isRiddle = and(isNull(category), isNamedInBody(groupId));
  // A header that came twice is one list.
  const isInHeader = sql`${groupId}::text = any(regexp_split_to_array(${headers} ->> 'increase-group-id', ${"[^A-Za-z0-9_-]+"}::text))`;
  const isOfTheirs = isOfTheirConnection(db, groupId);
  // Attack: a delivery caught on its way and sent on with this group's id in its header, which is not signed, so that
  // another customer's leaving is erased. What of connections is not done with stays, without the name; so does what
  // is not understood, which may be a leaving in a new form.
  const isOfData = and(isNotNull(category), sql`not ${isOfConnections}`);
  const isTheirs = or(and(isOfData, isClaimed), isRiddle, isOfTheirs);
  return db
    .select({ environment, eventId, isTheirs: sql<boolean>`coalesce(${isTheirs}, false)` })
    .from(webhookEvents)
    .where(or(isClaimed, isInHeader, isRiddle, isOfTheirs));
}

function isOneOf(keys: WebhookEventKey[]): SQL {
  const environments = sql.param(keys.map((key) => key.environment));
  const ids = sql.param(keys.map((key) => key.eventId));
  return sql`(${environment}, ${eventId}) in (select * from unnest(${environments}::text[], ${ids}::text[]))`;
}

/** Deletes the group's events, and takes its name off those that are not. Returns how many of each. */
export async function eraseEvents(
  tx: Executor,
  events: NamingEvent[],
): Promise<{ deleted: RowCount; unnamed: RowCount }> {
  // In the order in which deliveries are stored: two that hold some of them can't wait in a circle.
  await tx
    .select({ one: sql`1` })
    .from(webhookEvents)
    .where(isOneOf(events))
    .orderBy(sql`${eventId} collate "C"`, environment)
    .for("update");
  const deleted = await tx
    .delete(webhookEvents)
    .where(isOneOf(events.filter(({ isTheirs }) => isTheirs)))
    .returning({ eventId });
  const unnamed = await tx
    .update(webhookEvents)
    .set({ claimedGroupId: null, headers: sql`${headers} - 'increase-group-id'` })
    .where(isOneOf(events.filter(({ isTheirs }) => !isTheirs)))
    .returning({ eventId });
  const table = getTableName(webhookEvents);
  return { deleted: [table, deleted.length], unnamed: [table, unnamed.length] };
}
