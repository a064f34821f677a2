import type { Request } from "autocannon";
import { v7 as uuidv7 } from "uuid";
import { makeEvent, signDelivery } from "@/lib/testing/deliveries";

/** So many different events of one group, as Increase delivers them; good for five minutes from now. */
export function signDeliveries(count: number, secret: string, groupId: string): Request[] {
  const atSeconds = Math.floor(Date.now() / 1000);
  return Array.from({ length: count }, () => {
    const body = JSON.stringify(makeEvent());
    const id = `msg_${uuidv7()}`;
    const headers = {
      "content-type": "application/json",
      "increase-group-id": groupId,
      ...signDelivery(body, { secret, id, atSeconds }),
    };
    return { method: "POST" as const, headers, body };
  });
}
