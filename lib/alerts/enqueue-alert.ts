import "server-only";
import type { Transaction } from "@/db/client";
import { insertAlert } from "@/db/queries/alerts";
import type { Context } from "../context";

type AlertType = "connection.deactivated" | "sealed_row.unopened";

/**
 * Notes what the platform is to be told, in the transaction of the change: it is sent afterwards, or by the
 * cron. Without ALERT_WEBHOOK_URL there is nobody to tell.
 */
export async function enqueueAlert(
  tx: Transaction,
  { env, now }: Context,
  { type, data }: { type: AlertType; data: Record<string, unknown> },
): Promise<void> {
  if (env.ALERT_WEBHOOK_URL === undefined) return;
  await insertAlert(tx, { type, data, createdAt: now() });
}
