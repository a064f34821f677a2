import "server-only";
import { sql } from "drizzle-orm";
import type { Executor } from "../client";

/** Whoever takes a turn at the same thing waits here until the transaction of the one before has ended. */
export async function takeTurn(tx: Executor, thing: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${thing}, 0))`);
}
