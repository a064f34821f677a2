import "server-only";
import { countAlertsSince } from "@/db/queries/alerts";
import type { Context } from "../context";
import { dayMs } from "../durations";
import type { TokenOwner } from "../vault";
import { enqueueAlert } from "./enqueue-alert";

/** Where it stands, and never what it holds. */
type UnopenedAlert = TokenOwner & { kind: "token" | "bank_data" };

const againAfterMs = dayMs;
/** A key that is missing shuts every row: what else the platform is to be told must not wait behind them all. */
const mostPerDay = 20;

/**
 * Has the platform told that a sealed row does not open: of each row once a day, however often it is read. It has a
 * transaction of its own, since whoever reads the row fails; and it never fails them itself.
 */
export async function alertUnopened(context: Context, row: UnopenedAlert): Promise<void> {
  const { db, env, log, now } = context;
  if (env.ALERT_WEBHOOK_URL === undefined) return;
  const { kind, connectionId, groupId, environment } = row;
  const type = "sealed_row.unopened";
  const data = { kind, connection_id: connectionId, group_id: groupId, environment };
  try {
    await db.transaction(async (tx) => {
      const since = new Date(now().getTime() - againAfterMs);
      const { all, same } = await countAlertsSince(tx, { type, data, since });
      if (same === 0 && all < mostPerDay) await enqueueAlert(tx, context, { type, data });
    });
  } catch (error) {
    log.error({ err: error, ...data }, "an alert could not be written down");
  }
}
