import "server-only";
import { createHash, hkdfSync, timingSafeEqual } from "node:crypto";

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** In a time that tells nothing of where they differ; of digests, which are of one length whatever was given. */
export function isSameText(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

/** A key of 32 bytes for one purpose alone, from one of AUTH_SECRET's values. What was made with it lasts as its words do. */
export function deriveKey(authSecret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", authSecret, "", purpose, 32));
}
