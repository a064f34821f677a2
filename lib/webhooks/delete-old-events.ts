import "server-only";
import { deleteSentAlerts } from "@/db/queries/alerts";
import { deleteReconciliations } from "@/db/queries/reconciliations";
import { deleteProcessedEvents } from "@/db/queries/webhook-event-log";
import { requireSystemPermission } from "../auth/permissions";
import type { Context } from "../context";
import { dayMs } from "../durations";

/** Small, so that none holds up a delivery. */
const batch = 1_000;

/**
 * Deletes what was processed more than EVENT_RETENTION_DAYS ago, in batches. Dead letters stay until somebody has
 * seen to them. Returns how many events went.
 * @throws AppError `not_found` for anybody but the system
 */
export async function deleteOldEvents(context: Context, { deadline }: { deadline: Date }): Promise<number> {
  requireSystemPermission(context, "event.process");
  const { db, env, now } = context;
  const before = new Date(now().getTime() - env.EVENT_RETENTION_DAYS * dayMs);
  let deleted = 0;
  let last = batch;
  while (last === batch && now() < deadline) {
    last = await deleteProcessedEvents(db, before, batch);
    deleted += last;
  }
  await deleteSentAlerts(db, before);
  await deleteReconciliations(db, before);
  return deleted;
}
