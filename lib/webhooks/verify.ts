import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { Webhook } from "standardwebhooks";

export type VerifyOptions = {
  /** Each is tried: two while one is being rotated. */
  secrets: readonly string[];
  acceptsLegacy: boolean;
  now: Date;
};

/** What a delivery turned out to be. `text` is exactly what was signed. */
export type Verdict =
  | { kind: "authentic"; webhookId: string | null; text: string }
  /** Signed by Increase, but too long ago or too far ahead. `skewSeconds`: our clock minus theirs. */
  | { kind: "stale"; skewSeconds: number }
  | { kind: "forged" };

const toleranceSeconds = 300;
const forged: Verdict = { kind: "forged" };

type Signed = { webhookId: string | null; text: string; atMs: number; isSignedWith(secret: string): boolean };

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The same bytes once more, or null: two bodies that differ in broken UTF-8 would decode to one text. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * https://www.standardwebhooks.com. A header given twice arrives as one with a comma, and fits none of these.
 * A dot in the id could move the border between what counts as id, as time and as body.
 */
const standardId = /^[^\s.,]{1,500}$/;
const standardTime = /^[1-9]\d{0,10}$/;
const standardSignatures = /^v[0-9a-z]+,[A-Za-z0-9+/]+={0,2}( v[0-9a-z]+,[A-Za-z0-9+/]+={0,2}){0,9}$/;

function readStandard(headers: Headers, text: string): Signed | null {
  const webhookId = headers.get("webhook-id") ?? "";
  const time = headers.get("webhook-timestamp") ?? "";
  const signatures = headers.get("webhook-signature") ?? "";
  if (!standardId.test(webhookId) || !standardTime.test(time) || !standardSignatures.test(signatures)) {
    return null;
  }
  const at = new Date(Number(time) * 1000);
  const given = signatures.split(" ");
  return {
    webhookId,
    text,
    atMs: at.getTime(),
    isSignedWith(secret) {
      // The key is the secret's own bytes, whatever it begins with: Increase does not decode it either.
      const webhook = new Webhook(Buffer.from(secret, "utf8"), { format: "raw" });
      const expected = webhook.sign(webhookId, at, text);
      return given.some((signature) => isSame(signature, expected));
    },
  };
}

const legacySignature = /^t=(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z),v1=([0-9a-f]{64})$/;

/** What Increase signed with before: `Increase-Webhook-Signature: t=<ISO 8601>,v1=<hex>`. */
function readLegacy(headers: Headers, text: string): Signed | null {
  const [, time, given] = legacySignature.exec(headers.get("increase-webhook-signature") ?? "") ?? [];
  if (time === undefined || given === undefined || Number.isNaN(Date.parse(time))) return null;
  return {
    webhookId: null,
    text,
    atMs: Date.parse(time),
    isSignedWith: (secret) =>
      isSame(given, createHmac("sha256", secret).update(`${time}.${text}`).digest("hex")),
  };
}

function readSigned(headers: Headers, text: string, acceptsLegacy: boolean): Signed | null {
  // Attack: the weaker scheme where the stronger one is there and does not fit.
  const isLegacy = acceptsLegacy && !headers.has("webhook-signature");
  return isLegacy ? readLegacy(headers, text) : readStandard(headers, text);
}

/**
 * Tells a delivery of Increase's from any other. Only the body, the id and the time are signed: no other header
 * is worth more than its sender's word.
 * https://increase.com/documentation/webhooks
 */
export function verifyDelivery(
  headers: Headers,
  bytes: Uint8Array,
  { secrets, acceptsLegacy, now }: VerifyOptions,
): Verdict {
  const text = decode(bytes);
  const signed = text === null ? null : readSigned(headers, text, acceptsLegacy);
  // Attack: an empty secret, with which anybody can sign.
  const isAuthentic = secrets.some((secret) => secret !== "" && signed?.isSignedWith(secret));
  if (signed === null || !isAuthentic) return forged;
  // Attack: a delivery that was caught on its way, and is sent again much later.
  const skewSeconds = Math.round((now.getTime() - signed.atMs) / 1000);
  if (Math.abs(skewSeconds) > toleranceSeconds) return { kind: "stale", skewSeconds };
  return { kind: "authentic", webhookId: signed.webhookId, text: signed.text };
}
