import { sql } from "drizzle-orm";
import { z } from "zod";
import type { TestPortal } from "./test-portal";

const entry = z.object({
  action: z.string(),
  actor_id: z.string().nullable(),
  target_id: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});

/** The audit log of the staff and their sessions, oldest first; of one target, where it is named. */
export async function staffAudit({ services: { db } }: TestPortal, targetId?: string) {
  const answer = await db.execute(sql`
    select action, actor_id, target_id, before, after from audit_entries
    where action like 'staff%' and (${targetId ?? null}::text is null or target_id = ${targetId ?? null})
    order by id`);
  return z.object({ rows: z.array(entry) }).parse(answer).rows;
}
