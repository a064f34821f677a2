import { v7 as uuidv7 } from "uuid";
import type { IncreaseEnvironment } from "../increase";
import { processEvents, receiveDelivery, type Receipt } from "../webhooks";
import { webhookSecretsOf } from "../webhooks/webhook-secrets";
import { signDelivery, type TestEvent } from "./events";
import type { TestPortal } from "./test-portal";

export { makeConnectionEvent, makeEvent, signDelivery, type TestEvent } from "./events";

export type DeliveryOptions = {
  environment?: IncreaseEnvironment;
  groupId?: string;
  secret?: string;
  /** Later or earlier than now. */
  skewSeconds?: number;
  headers?: Record<string, string>;
};

export function secretOf({ services: { env } }: TestPortal, environment: IncreaseEnvironment): string {
  const [secret = ""] = webhookSecretsOf(env, environment);
  return secret;
}

/** Delivers a body as Increase would, signed, up to the answer. */
export async function deliverBody(
  portal: TestPortal,
  body: string | Buffer,
  { environment = "live", groupId, secret, skewSeconds = 0, headers = {} }: DeliveryOptions = {},
): Promise<Receipt> {
  const request = new Request(`http://localhost/api/webhooks/increase/${environment}`, {
    method: "POST",
    body: typeof body === "string" ? body : new Uint8Array(body),
    headers: {
      "content-type": "application/json",
      ...signDelivery(body, {
        secret: secret ?? secretOf(portal, environment),
        id: `msg_${uuidv7()}`,
        atSeconds: Math.floor(portal.services.now().getTime() / 1000) + skewSeconds,
      }),
      ...(groupId === undefined ? {} : { "increase-group-id": groupId }),
      ...headers,
    },
  });
  return receiveDelivery(portal.createContext(), environment, request);
}

export function deliver(
  portal: TestPortal,
  event: TestEvent,
  options: DeliveryOptions = {},
): Promise<Receipt> {
  return deliverBody(portal, JSON.stringify(event), options);
}

/** Works off all that is due now. */
export function processAll(portal: TestPortal) {
  const deadline = new Date(portal.services.now().getTime() + 60_000);
  return processEvents(portal.createContext(), { limit: 100, deadline });
}
