import "server-only";
import { after } from "next/server";
import { v7 as uuidv7 } from "uuid";
import type { Context } from "../context";
import { runReconcile } from "../crons";
import { readEnv } from "../env";
import type { IncreaseEnvironment } from "../increase";
import { machineContext } from "./machine-context";
import { instruments } from "../telemetry";
import { textPolicy, transportHeaders } from "./security-headers";
import {
  drainSoon,
  joinDrain,
  noteForgedDelivery,
  noteStaleDelivery,
  receiveDelivery,
  type Receipt,
} from "../webhooks";

const statusOf: Record<Receipt["kind"], number> = { stored: 200, stale: 400, forged: 400, too_large: 413 };
/** One body for all that is not authentic: who forges learns nothing of how near it came. */
const bodyOf: Record<number, string> = {
  200: "Stored\n",
  400: "Not a delivery of Increase's\n",
  405: "Deliveries are POSTed\n",
  413: "Too large\n",
  503: "Not stored; please deliver it again\n",
};

const reconcileMs = 30_000;
/** Attack: an old delivery, sent again and again, must not have us read Increase's lists each time. */
const reconcileEveryMs = 5 * 60_000;

/** What next.config.ts sets on every answer is not said again: Next would send it twice. */
function answer(status: number): Response {
  const environment = readEnv();
  const headers = {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": textPolicy,
    ...(environment.ok ? transportHeaders(environment.env.AUTH_URL) : {}),
  };
  return new Response(bodyOf[status], { status, headers });
}

/** Next would answer OPTIONS by itself, with 204; it does answer the other methods with 405. */
export async function refuseOptions(): Promise<Response> {
  return answer(405);
}

/** Events may be missing that had the same fate. */
async function lookAfterStale(context: Context, environment: IncreaseEnvironment, skewSeconds: number) {
  try {
    await noteStaleDelivery(context, environment, skewSeconds);
    const nowMs = context.now().getTime();
    await runReconcile(context, {
      deadline: new Date(nowMs + reconcileMs),
      notSince: new Date(nowMs - reconcileEveryMs),
    });
  } catch (error) {
    context.log.error({ err: error }, "an early reconciliation failed");
  }
}

async function receive(context: Context, environment: IncreaseEnvironment, request: Request) {
  const receipt = await receiveDelivery(context, environment, request);
  instruments().received.add(1, { environment, outcome: receipt.kind });
  if (receipt.kind === "stored" && !joinDrain(context)) after(() => drainSoon(context));
  if (receipt.kind === "stale") after(() => lookAfterStale(context, environment, receipt.skewSeconds));
  if (receipt.kind === "forged") noteForgedDelivery(context, environment);
  return answer(statusOf[receipt.kind]);
}

/** Increase's deliveries of one environment. https://increase.com/documentation/webhooks */
export function webhookRoute(environment: IncreaseEnvironment): (request: Request) => Promise<Response> {
  return async (request) => {
    // proxy.ts stays out of the way of these requests, so the id is made here.
    const requestId = uuidv7();
    let context: Context | undefined;
    try {
      context = machineContext(request, requestId);
      return await receive(context, environment, request);
    } catch (error) {
      instruments().received.add(1, { environment, outcome: "not_stored" });
      context?.log.error({ err: error, environment }, "a delivery could not be stored");
      return answer(503);
    }
  };
}
