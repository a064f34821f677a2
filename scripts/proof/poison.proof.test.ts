import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findNewestConnection } from "@/db/queries/connections";
import { findWebhookEvent } from "@/db/queries/webhook-event-log";
import {
  deliver,
  makeConnectionEvent,
  makeEvent,
  processAll,
  type TestEvent,
} from "@/lib/testing/deliveries";
import { connectGroup } from "@/lib/testing/sign-in";
import { startTestPortal, type TestPortal } from "@/lib/testing/test-portal";
import { size, suiteNamed } from "./suite";

const suite = suiteNamed("poison");
const others = size(200, 40);
const mostAttempts = 8;
/** Longer than the longest wait between two attempts. */
const waitSeconds = 8 * 60 * 60;

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

const read = async ({ id }: TestEvent) =>
  findWebhookEvent(portal.services.db, { environment: "live", eventId: id });

/** Nothing can be written about this group, as if one row of it were broken. */
async function poisonGroup(groupId: string): Promise<void> {
  const statements = [
    `create function refuse_poison() returns trigger language plpgsql as
     $$ begin if new.group_id = '${groupId}' then raise exception 'poison'; end if; return new; end $$`,
    `create trigger refuse_poison before insert or update on group_changes
     for each row execute function refuse_poison()`,
  ];
  for (const statement of statements) await portal.services.db.execute(sql.raw(statement));
}

async function countProcessed(events: TestEvent[]): Promise<number> {
  const rows = await Promise.all(events.map(read));
  return rows.filter((row) => row?.state === "processed" && row.attempts.length === 1).length;
}

test("an event that can't be processed ends as a dead letter, and holds nobody up", async () => {
  const [poisoned, sound, leaver] = [
    await connectGroup(portal, { accounts: 1 }),
    await connectGroup(portal, { accounts: 1 }),
    await connectGroup(portal, { accounts: 1 }),
  ];
  await poisonGroup(poisoned.groupId);
  const unanswered = makeConnectionEvent("created", poisoned.oauthConnectionId);
  const path = `/live/oauth_connections/${poisoned.oauthConnectionId}`;
  await portal.control("faults", { path, status: 500, times: null });
  await portal.control(`connections/${leaver.oauthConnectionId}/deactivate`);
  const leaving = makeConnectionEvent("deactivated", leaver.oauthConnectionId);
  const poison = makeEvent();
  const healthy = Array.from({ length: others }, () => makeEvent());
  const half = healthy.length / 2;
  for (const event of healthy.slice(0, half)) await deliver(portal, event, { groupId: sound.groupId });
  await deliver(portal, unanswered);
  await deliver(portal, poison, { groupId: poisoned.groupId });
  await deliver(portal, leaving);
  for (const event of healthy.slice(half)) await deliver(portal, event, { groupId: sound.groupId });

  await processAll(portal);
  suite.figure("other events of the same batch", others, { is: others });
  suite.figure("of them processed at once", await countProcessed(healthy), { is: others });
  expect(await findNewestConnection(portal.services.db, leaver.groupId)).toMatchObject({
    state: "deactivated",
  });
  for (const event of [poison, unanswered])
    expect(await read(event)).toMatchObject({ state: "pending", failures: 1 });

  let attempts = 1;
  while ((await read(poison))?.state === "pending" && attempts < 2 * mostAttempts) {
    await portal.advance(waitSeconds);
    const later = makeEvent();
    await deliver(portal, later, { groupId: sound.groupId });
    await processAll(portal);
    attempts += 1;
    expect(await countProcessed([later])).toBe(1);
  }
  for (const [name, event] of [
    ["a row that can't be written", poison],
    ["Increase never answers", unanswered],
  ] as const) {
    const row = await read(event);
    expect(row?.attempts.every(({ outcome, error }) => outcome === "failed" && error !== undefined)).toBe(
      true,
    );
    suite.figure(`attempts before the dead letter (${name})`, row?.state === "dead" ? row.failures : 0, {
      is: mostAttempts,
    });
  }
});
