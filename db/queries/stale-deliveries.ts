import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";
import { staleDeliveries } from "../schema";

export type StaleDelivery = Omit<typeof staleDeliveries.$inferInsert, "count">;

export async function countStaleDelivery(db: Executor, stale: StaleDelivery): Promise<void> {
  await db
    .insert(staleDeliveries)
    .values({ ...stale, count: 1 })
    .onConflictDoUpdate({
      target: staleDeliveries.environment,
      set: {
        count: sql`${staleDeliveries.count} + 1`,
        lastAt: stale.lastAt,
        lastSkewSeconds: stale.lastSkewSeconds,
      },
    });
}
