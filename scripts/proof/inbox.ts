import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { makeConnectionEvent, makeEvent, type TestEvent } from "@/lib/testing/deliveries";
import { nowSeconds, toDelivery } from "./delivery";
import { cronAuthorization, webhookSecrets, type RealServer } from "./real-server";
import type { Answer, Delivery, Sender } from "./sender";

const drainMs = 5 * 60_000;
const count = z.object({ count: z.number() });

/** An event on its way, with the group that its header names. */
export type Sent = { event: TestEvent; groupId?: string };

export async function countRows(server: RealServer, from: string, values: unknown[] = []): Promise<number> {
  const [row] = await server.select(count, `select count(*)::int as count from ${from}`, values);
  return row?.count ?? 0;
}

/** A group that is connected here, as a sign-in would leave it. */
export async function insertConnection(server: RealServer, groupId: string, oauthConnectionId: string) {
  const nothing = z.unknown();
  await server.select(nothing, "insert into users (id) values ($1) on conflict do nothing", [groupId]);
  await server.select(
    nothing,
    `insert into connections (group_id, oauth_connection_id, state, scope, connected_at, state_changed_at)
     values ($1, $2, 'active', 'read_only', now(), now())`,
    [groupId, oauthConnectionId],
  );
}

export function makeMarkingEvent(): TestEvent {
  return makeEvent({ category: "transaction.created" });
}

export { makeConnectionEvent };

export function toLiveDelivery({ event, groupId }: Sent, id: string = event.id): Delivery {
  return toDelivery({
    environment: "live",
    id,
    atSeconds: nowSeconds(),
    body: Buffer.from(JSON.stringify(event)),
    secret: webhookSecrets.live,
    headers: groupId === undefined ? [] : [["increase-group-id", groupId]],
  });
}

/** Null where the connection was cut: then nobody knows whether the delivery was stored. */
export async function trySend(sender: Sender, delivery: Delivery): Promise<Answer | null> {
  try {
    return await sender.send(delivery);
  } catch {
    return null;
  }
}

/** Calls the cron until nothing is pending. What a killed server held is free again after a minute. */
export async function drain(server: RealServer, sender: Sender): Promise<void> {
  const deadline = Date.now() + drainMs;
  const headers = [["authorization", cronAuthorization]] as const;
  for (;;) {
    const { status } = await sender.send({
      method: "GET",
      path: "/api/cron/process",
      headers,
      body: Buffer.alloc(0),
    });
    if (status !== 200) throw new Error(`the cron answered ${status}`);
    const left = await countRows(server, "webhook_events where state = 'pending'");
    if (left === 0) return;
    if (Date.now() > deadline)
      throw new Error(`${left} events are still pending:\n${server.readLog().slice(-2_000)}`);
    await delay(250);
  }
}

/** Events that bear a mark of each of these groups, and the versions that came of them. */
export async function sumVersions(server: RealServer): Promise<number> {
  const sum = z.object({ sum: z.number() });
  const [row] = await server.select(sum, "select coalesce(sum(version), 0)::int as sum from group_changes");
  return row?.sum ?? 0;
}

const processedOnce = `state = 'processed'
  and jsonb_array_length(jsonb_path_query_array(attempts, '$[*] ? (@.outcome == "processed")')) = 1`;

/** Of these events, how many are lost, and how many were not processed exactly once. */
export async function countFaults(server: RealServer, eventIds: string[]) {
  const stored = await countRows(server, "webhook_events where event_id = any($1)", [eventIds]);
  const once = await countRows(server, `webhook_events where event_id = any($1) and ${processedOnce}`, [
    eventIds,
  ]);
  return { lost: eventIds.length - stored, notOnce: stored - once };
}
