import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * The value of `webhook-signature` by Standard Webhooks. The key is the raw UTF-8 bytes of the secret,
 * also where it begins with `whsec_`. https://increase.com/documentation/webhooks
 */
export function standardSignature(
  secret: string,
  id: string,
  timestamp: string,
  body: string | Buffer,
): string {
  const hmac = createHmac("sha256", Buffer.from(secret, "utf8"));
  return `v1,${hmac.update(`${id}.${timestamp}.`).update(body).digest("base64")}`;
}

/** The value of the older `Increase-Webhook-Signature`; `moment` is in ISO 8601. */
export function legacySignature(secret: string, moment: string, body: string): string {
  const hmac = createHmac("sha256", Buffer.from(secret, "utf8"));
  return `t=${moment},v1=${hmac.update(`${moment}.${body}`).digest("hex")}`;
}

/** Whether one of the space-separated signatures given is the one expected. */
export function hasSignature(given: string, expected: string): boolean {
  const wanted = Buffer.from(expected);
  return given.split(" ").some((candidate) => {
    const bytes = Buffer.from(candidate);
    return bytes.length === wanted.length && timingSafeEqual(bytes, wanted);
  });
}
