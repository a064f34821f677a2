import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";

const counted = z.object({ rows: z.tuple([z.object({ count: z.number() })]) });

export async function webhookEventsIn(db: Database): Promise<number> {
  const answer = await db.execute(sql`select count(*)::int as count from webhook_events`);
  return counted.parse(answer).rows[0].count;
}
