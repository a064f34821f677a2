import { createHmac } from "node:crypto";
import { v7 as uuidv7 } from "uuid";

export type TestEvent = {
  id: string;
  category: string;
  associated_object_id: string;
  associated_object_type: string;
  created_at: string;
  type: "event";
};

/** An event as Increase would write it. */
export function makeEvent(fields: Partial<TestEvent> = {}): TestEvent {
  return {
    id: `event_${uuidv7().replaceAll("-", "")}`,
    category: "transaction.created",
    associated_object_id: "transaction_1",
    associated_object_type: "transaction",
    created_at: new Date().toISOString(),
    type: "event",
    ...fields,
  };
}

export function makeConnectionEvent(
  what: "created" | "deactivated",
  oauthConnectionId: string,
  fields: Partial<TestEvent> = {},
): TestEvent {
  return makeEvent({
    category: `oauth_connection.${what}`,
    associated_object_id: oauthConnectionId,
    associated_object_type: "oauth_connection",
    ...fields,
  });
}

/** Signed by hand and not with the library that verifies, so that the two can disagree. */
export function signDelivery(
  body: string | Uint8Array,
  { secret, id, atSeconds }: { secret: string; id: string; atSeconds: number | string },
): Record<string, string> {
  const signature = createHmac("sha256", Buffer.from(secret, "utf8"))
    .update(`${id}.${atSeconds}.`)
    .update(body)
    .digest("base64");
  return { "webhook-id": id, "webhook-timestamp": String(atSeconds), "webhook-signature": `v1,${signature}` };
}
