import { sql } from "drizzle-orm";
import { z } from "zod";
import { findNewestConnection } from "@/db/queries/connections";
import { makeGroup } from "@/lib/testing/sign-in";
import type { TestPortal } from "@/lib/testing/test-portal";
import { truthAtIncrease, type Row, type Scenario } from "./pipeline-model";
import { leave, read, reconcile, take, type Life } from "./pipeline-steps";

const counted = z.object({ rows: z.tuple([z.object({ count: z.number() })]) });

async function look({ services: { db } }: TestPortal, groupId: string): Promise<Row> {
  const found = await findNewestConnection(db, groupId);
  if (found === null) throw new Error("the connection is gone");
  const sessions = counted.parse(
    await db.execute(sql`select count(*)::int as count from sessions where user_id = ${groupId}`),
  );
  const { state, oauthConnectionId, tokens } = found;
  return { state, oauthConnectionId, tokens: tokens.length, sessions: sessions.rows[0].count };
}

/** Runs a scenario to its end, and then what heals: a reconciliation, and a read. */
export async function play(portal: TestPortal, { steps, isSpaced, reauthorization, oldTokens }: Scenario) {
  await portal.setSwitch("reauthorization", reauthorization);
  await portal.setSwitch("old_tokens", oldTokens);
  const { groupId } = await makeGroup(portal, { accounts: 1 });
  const life: Life = { portal, groupId, isSpaced, held: null, hasLeft: false };
  for (const step of steps) await take(life, step);
  const reconciled = await reconcile(life);
  await read(life);
  const row = await look(portal, groupId);
  const truth = truthAtIncrease(portal, groupId);
  const { hasLeft } = life;
  // What can't be told apart would be asked about in every later run.
  await leave(life);
  return { row, truth, hasLeft, reconciled };
}
