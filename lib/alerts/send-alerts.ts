import "server-only";
import { Webhook } from "standardwebhooks";
import { noteAlertOutcome, takeDueAlerts, type AlertRow } from "@/db/queries/alerts";
import { requireSystemPermission } from "../auth/permissions";
import { nextAttemptAt } from "../backoff";
import { boundedFetch } from "../bounded-fetch";
import type { Context } from "../context";

const bounds = { timeoutMs: 5_000, mostBytes: 0 };
/** Longer than an attempt can take: nobody else tries it meanwhile. */
const heldMs = 30_000;
const atOnce = 20;

type Receiver = { url: string; secret: string };

/** Signed as the Standard Webhooks say, with the UTF-8 bytes of the secret. An alert keeps its id over all attempts. */
function toRequest(alert: AlertRow, { secret }: Receiver, now: Date): RequestInit {
  const body = JSON.stringify({
    type: alert.type,
    timestamp: alert.createdAt.toISOString(),
    data: alert.data,
  });
  const webhook = new Webhook(Buffer.from(secret, "utf8"), { format: "raw" });
  return {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": alert.id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": webhook.sign(alert.id, now, body),
    },
    // A redirect could take what is signed for one host to another.
    redirect: "error",
  };
}

/** Why it was not taken, or null where it was. */
async function post(alert: AlertRow, receiver: Receiver, now: Date): Promise<string | null> {
  try {
    const response = await boundedFetch(bounds, receiver.url, toRequest(alert, receiver, now));
    return response.ok ? null : `The receiver answered ${response.status}.`;
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === "TimeoutError";
    return isTimeout ? "The receiver did not answer in time." : "The receiver can't be reached.";
  }
}

/**
 * Sends the alerts that are due. One that is not taken is tried eight times in all. Returns how many were taken.
 * @throws AppError `not_found` for anybody but the system
 */
export async function sendAlerts(context: Context): Promise<number> {
  requireSystemPermission(context, "alert.send");
  const { db, env, log, now } = context;
  if (env.ALERT_WEBHOOK_URL === undefined || env.ALERT_WEBHOOK_SECRET === undefined) return 0;
  const receiver = { url: env.ALERT_WEBHOOK_URL, secret: env.ALERT_WEBHOOK_SECRET };
  const until = new Date(now().getTime() + heldMs);
  const due = await takeDueAlerts(db, { now: now(), limit: atOnce, until });
  const sent = await Promise.all(
    due.map(async (alert) => {
      const problem = await post(alert, receiver, now());
      if (problem === null) {
        await noteAlertOutcome(db, alert.id, { sentAt: now(), lastError: null });
        return 1;
      }
      log.warn({ alertId: alert.id, attempt: alert.attempts, problem }, "an alert was not taken");
      const dueAt = nextAttemptAt(now(), alert.attempts);
      const next = dueAt === null ? { givenUpAt: now() } : { dueAt };
      await noteAlertOutcome(db, alert.id, { ...next, lastError: problem });
      return 0;
    }),
  );
  return sent.reduce<number>((sum, one) => sum + one, 0);
}
