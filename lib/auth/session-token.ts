import "server-only";
import { createHash, randomBytes } from "node:crypto";

export const sessionIdleMs = 30 * 60_000;
export const sessionAbsoluteMs = 12 * 60 * 60_000;
export const staffSessionAbsoluteMs = 8 * 60 * 60_000;

/** Auth.js's own would be a UUID, with 122 random bits: less than ASVS 5 asks of a session's token (7.2.3). */
export function newSessionToken(): string {
  return randomBytes(32).toString("base64url");
}

/** A session token is 256 random bits, so a plain hash can't be searched back. */
export function hashSessionToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
