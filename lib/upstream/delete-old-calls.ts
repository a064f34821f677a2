import "server-only";
import { deleteUpstreamCalls, deleteUpstreamErrors } from "@/db/queries/upstream";
import { requireSystemPermission } from "../auth/permissions";
import type { Context } from "../context";
import { dayMs } from "../durations";

const keptMs = 35 * dayMs;
const batch = 1_000;

/**
 * Forgets the calls to Increase of more than 35 days ago, failed or not.
 * @throws AppError `not_found` for anybody but the system
 */
export async function deleteOldCalls(context: Context, { deadline }: { deadline: Date }): Promise<void> {
  requireSystemPermission(context, "connection.reconcile");
  const { db, now } = context;
  const before = new Date(now().getTime() - keptMs);
  let last = batch;
  while (last === batch && now() < deadline) last = await deleteUpstreamErrors(db, before, batch);
  await deleteUpstreamCalls(db, before);
}
