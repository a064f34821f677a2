import "server-only";
import { createHash } from "node:crypto";

export const sessionIdleMs = 30 * 60_000;
export const sessionAbsoluteMs = 12 * 60 * 60_000;
export const staffSessionAbsoluteMs = 8 * 60 * 60_000;

/** A session token is 122 random bits, so a plain hash can't be searched back. */
export function hashSessionToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
