import "server-only";
import { sendAlerts } from "../alerts";
import { requireSystemPermission } from "../auth/permissions";
import type { Context } from "../context";
import { processConnectionEvents } from "./process-connection-events";
import { processDataEvents } from "./process-data-events";

export type Processed = { taken: number; failed: number; alerts: number };

/**
 * Processes due events in batches of `limit`, until none is due or the deadline comes; then sends what is to be
 * told. Any number of these may run at once. Returns how many events were taken, and how many of them failed.
 * @throws AppError `not_found` for anybody but the system
 */
export async function processEvents(
  context: Context,
  { limit, deadline }: { limit: number; deadline: Date },
): Promise<Processed> {
  requireSystemPermission(context, "event.process");
  const sum = { taken: 0, failed: 0, alerts: 0 };
  let isMore = true;
  while (isMore && context.now() < deadline) {
    const connections = await processConnectionEvents(context, { limit, deadline });
    const data = await processDataEvents(context, limit);
    sum.taken += connections.taken + data.taken;
    sum.failed += connections.failed + data.failed;
    isMore = connections.taken === limit || data.taken === limit;
    // A customer has left: the platform is told before the rest of a long queue is worked off.
    if (connections.taken > 0) sum.alerts += await sendAlerts(context);
  }
  return sum;
}
