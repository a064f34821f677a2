import "server-only";
import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { isSameText } from "../crypto";

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

/** The same bytes once more, or null: two bodies that differ in broken UTF-8 would decode to one text. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Empty where it is absent: neither fits any of the forms below. */
function readHeader(headers: Headers, name: string): string {
  // Stryker disable next-line StringLiteral: any other text that fits no form does as well
  return headers.get(name) ?? "";
}

/**
 * https://www.standardwebhooks.com. A header given twice arrives as one with a comma, and fits none of these.
 * A dot in the id could move the border between what counts as id, as time and as body.
 */
const standardId = /^[^\s.,]{1,500}$/;
const standardTime = /^[1-9]\d{0,10}$/;
const standardSignatures = /^v[0-9a-z]+,[A-Za-z0-9+/]+={0,2}( v[0-9a-z]+,[A-Za-z0-9+/]+={0,2}){0,9}$/;

function readStandard(headers: Headers, text: string): Signed | null {
  const webhookId = readHeader(headers, "webhook-id");
  const time = readHeader(headers, "webhook-timestamp");
  const signatures = readHeader(headers, "webhook-signature");
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
      const webhook = new Webhook(Buffer.from(secret), { format: "raw" });
      const expected = webhook.sign(webhookId, at, text);
      return given.some((signature) => isSameText(signature, expected));
    },
  };
}

/** All that has to be found in the header, which is compared as a whole with the one that is due. */
const legacyTime = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z/;

/** What Increase signed with before: `Increase-Webhook-Signature: t=<ISO 8601>,v1=<hex>`. */
function readLegacy(headers: Headers, text: string): Signed | null {
  const given = readHeader(headers, "increase-webhook-signature");
  const time = legacyTime.exec(given)?.[0];
  // Stryker disable next-line ConditionalExpression: for the compiler alone, as Date.parse(undefined) is no time
  if (time === undefined) return null;
  const atMs = Date.parse(time);
  if (Number.isNaN(atMs)) return null;
  return {
    webhookId: null,
    text,
    atMs,
    isSignedWith(secret) {
      const signature = createHmac("sha256", secret).update(`${time}.${text}`).digest("hex");
      return isSameText(given, `t=${time},v1=${signature}`);
    },
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
  if (text === null) return forged;
  const signed = readSigned(headers, text, acceptsLegacy);
  if (signed === null) return forged;
  // Attack: an empty secret, with which anybody can sign.
  const isAuthentic = secrets.some((secret) => secret !== "" && signed.isSignedWith(secret));
  if (!isAuthentic) return forged;
  // Attack: a delivery that was caught on its way, and is sent again much later.
  const skewSeconds = Math.round((now.getTime() - signed.atMs) / 1000);
  if (Math.abs(skewSeconds) > toleranceSeconds) return { kind: "stale", skewSeconds };
  return { kind: "authentic", webhookId: signed.webhookId, text: signed.text };
}
