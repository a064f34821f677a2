import { isoTime, secondMs } from "../clock";
import type { World } from "../state/world";
import type { Delivery } from "./records";
import { legacySignature, standardSignature } from "./signature";

/** The headers of one attempt, signed anew at each: a retry is as fresh as a first one. */
export function headersFor(world: World, delivery: Delivery, sharedSecret: string): Record<string, string> {
  const { deliveryModes: modes, switches } = world.state;
  const secret = modes.secret ?? sharedSecret;
  const groupId = modes.group_id ?? delivery.groupId;
  const nowMs = world.clock.nowMs();
  return {
    "content-type": "application/json",
    "user-agent": "Increase-Webhooks",
    ...(groupId === null ? {} : { "Increase-Group-Id": groupId }),
    ...(switches.webhook_signatures === "legacy" ? {} : standardHeaders(delivery, secret, nowMs)),
    ...(switches.webhook_signatures === "standard" ? {} : legacyHeaders(delivery, secret, nowMs)),
  };
}

function standardHeaders({ webhookId, body }: Delivery, secret: string, nowMs: number) {
  const timestamp = String(Math.floor(nowMs / secondMs));
  return {
    "webhook-id": webhookId,
    "webhook-timestamp": timestamp,
    "webhook-signature": standardSignature(secret, webhookId, timestamp, body),
  };
}

function legacyHeaders({ body }: Delivery, secret: string, nowMs: number) {
  return { "Increase-Webhook-Signature": legacySignature(secret, isoTime(nowMs), body) };
}
