import "server-only";
import { asc, desc, sql } from "drizzle-orm";
import type { Executor } from "../client";
import { oauthApplications } from "../schema";

export type OauthApplicationRow = typeof oauthApplications.$inferSelect;

export async function putOauthApplications(db: Executor, seen: OauthApplicationRow[]): Promise<void> {
  if (seen.length === 0) return;
  await db
    .insert(oauthApplications)
    .values(seen.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    .onConflictDoUpdate({
      target: oauthApplications.id,
      set: {
        name: sql`excluded.name`,
        status: sql`excluded.status`,
        deletedAt: sql`excluded.deleted_at`,
        seenAt: sql`excluded.seen_at`,
      },
    });
}

/** Those in use first, the newest before the older. */
export async function listOauthApplicationRows(db: Executor): Promise<OauthApplicationRow[]> {
  return db
    .select()
    .from(oauthApplications)
    .orderBy(asc(oauthApplications.status), desc(oauthApplications.createdAt));
}
