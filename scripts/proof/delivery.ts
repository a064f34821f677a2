import type { IncreaseEnvironment } from "@/lib/increase";
import { signDelivery } from "@/lib/testing/deliveries";
import type { Delivery } from "./sender";

/** What a delivery is made of, before anything of it is changed. */
export type Parts = {
  environment: IncreaseEnvironment;
  /** The `webhook-id`. */
  id: string;
  atSeconds: number | string;
  body: Buffer;
  secret: string;
  headers?: readonly (readonly [string, string])[];
};

export function pathOf(environment: IncreaseEnvironment): string {
  return `/api/webhooks/increase/${environment}`;
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** The delivery that Increase would make of it. */
export function toDelivery({ environment, body, headers = [], ...signed }: Parts): Delivery {
  return {
    method: "POST",
    path: pathOf(environment),
    headers: [...Object.entries(signDelivery(body, signed)), ...headers],
    body,
  };
}

function headOf({ method, path, headers }: Delivery): string {
  return JSON.stringify([method, path, headers]);
}

export function isSameDelivery(one: Delivery, other: Delivery): boolean {
  return headOf(one) === headOf(other) && one.body.equals(other.body);
}
