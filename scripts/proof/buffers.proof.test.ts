import { Client } from "pg";
import { expect, test } from "vitest";
import type { Context } from "@/lib/context";
import { deliver, makeEvent } from "@/lib/testing/deliveries";
import { staffActor } from "@/lib/testing/staff";
import { startTestPortal, type TestPortal } from "@/lib/testing/test-portal";
import { eventsPerPage, listEvents, processEvents } from "@/lib/webhooks";
import { countBuffers } from "./buffers";
import { describeValue } from "./figures";
import { size, suiteNamed } from "./suite";

const suite = suiteNamed("shared buffers");
const few = 1_000;
const many = size(1_000_000, 20_000);
/** What the intake processes after an answer. */
const batch = 21;
const groups = ["group_1", "group_2", "group_3"];

/** Events of the last months, all but one batch of them processed; ids as scattered as Increase's are. */
const fill = `
  insert into webhook_events (environment, event_id, source, body, headers, received_at, category,
    associated_object_id, associated_object_type, claimed_group_id, attribution, group_id, state, due_at, attempts, processed_at)
  select case when number % 10 = 0 then 'sandbox' else 'live' end, 'event_' || md5(number::text), 'delivery',
    convert_to(repeat(md5(number::text), 8), 'UTF8'),
    jsonb_build_object('webhook-id', 'msg_' || number, 'content-type', 'application/json'),
    now() - number * interval '5 seconds', (array['transaction.created', 'account.updated', 'card.created'])[1 + number % 3],
    'transaction_' || number, 'transaction', 'group_' || number % 500, 'group', 'group_' || number % 500, 'processed',
    now() - number * interval '5 seconds',
    jsonb_build_array(jsonb_build_object('at', now(), 'outcome', 'processed')), now()
  from generate_series(1, $1::int) as number`;
const connect = `
  with known as (insert into users (id) select unnest($1::text[]) returning id)
  insert into connections (group_id, oauth_connection_id, state, scope, connected_at, state_changed_at)
  select id, 'connection_of_' || id, 'active', 'read_only', now(), now() from known`;

async function prepare(url: string, portal: TestPortal, events: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(connect, [groups]);
    await client.query(fill, [events]);
    for (let number = 0; number < batch; number += 1) {
      const event = makeEvent({ id: `event_waiting_${number}` });
      await deliver(portal, event, { groupId: groups[number % groups.length] });
    }
    await client.query("vacuum (analyze)");
  } finally {
    await client.end();
  }
}

/** What is measured, and that it does the same work at every size. */
const verbs = {
  "intake of one event": async (portal: TestPortal, context: Context) => {
    const within = { ...portal, createContext: () => context };
    const event = makeEvent({ id: "event_0123456789abcdef" });
    expect(await deliver(within, event, { groupId: "group_1" })).toEqual({ kind: "stored" });
  },
  "processing of one batch": async (_portal: TestPortal, context: Context) => {
    const deadline = new Date(context.now().getTime() + 60_000);
    const { taken, failed } = await processEvents(context, { limit: batch, deadline });
    expect({ taken, failed }).toEqual({ taken: batch, failed: 0 });
  },
  "first page of the list": async (_portal: TestPortal, context: Context) => {
    const actor = staffActor("viewer");
    const { events, nextCursor } = await listEvents({ ...context, actor });
    expect(events).toHaveLength(eventsPerPage);
    expect(nextCursor).not.toBeNull();
  },
} as const;

async function measure(events: number) {
  const portal = await startTestPortal();
  const url = portal.services.env.DATABASE_URL;
  try {
    await prepare(url, portal, events);
    const counted: Record<string, Awaited<ReturnType<typeof countBuffers>>> = {};
    for (const [name, verb] of Object.entries(verbs)) {
      counted[name] = await countBuffers(url, portal.createContext(), (context) => verb(portal, context));
    }
    return counted;
  } finally {
    await portal.close();
  }
}

test("intake, processing and the list touch hardly more pages among many events than among few", async () => {
  const atFew = await measure(few);
  const atMany = await measure(many);
  expect(atFew["intake of one event"]?.statements).toBe(1);
  for (const name of Object.keys(verbs)) {
    const [small, large] = [atFew[name], atMany[name]];
    if (small === undefined || large === undefined) throw new Error(`${name} was not measured`);
    expect(large.statements).toBe(small.statements);
    expect(small.buffers).toBeGreaterThan(0);
    const sizes = `${large.buffers} pages at ${describeValue(many)} stored events, ${small.buffers} at ${describeValue(few)}: ratio`;
    suite.figure(`${name}: ${sizes}`, large.buffers / small.buffers, { atMost: 1.5 });
  }
});
