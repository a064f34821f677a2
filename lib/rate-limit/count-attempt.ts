import "server-only";
import { createHmac, hkdfSync } from "node:crypto";
import { countInWindow, findWindow, type CountedWindow } from "@/db/queries/rate-limits";
import type { Services } from "../services";
import { instruments } from "../telemetry";

/** What is limited, for whom, and how often. */
export type Attempt = { limit: string; subject: string; windowMs: number; most: number };

/** Null within the limit. */
export type Wait = { retryAfterSeconds: number } | null;

/** Attack: whoever reads the table tries every IPv4 address against a plain digest. This one needs the secret. */
function toKey({ env }: Pick<Services, "env">, { limit, subject }: Attempt): string {
  const secret = Buffer.from(hkdfSync("sha256", env.AUTH_SECRET[0], "", "portal rate limits v1", 32));
  return createHmac("sha256", secret)
    .update(JSON.stringify([limit, subject]))
    .digest("base64url");
}

function toWait({ count, windowEndsAt }: CountedWindow, most: number, now: Date): Wait {
  const leftMs = windowEndsAt.getTime() - now.getTime();
  return count > most && leftMs > 0 ? { retryAfterSeconds: Math.ceil(leftMs / 1000) } : null;
}

/** Counts an attempt, over all instances of the portal. Where the database is down it throws: nothing goes on without. */
export async function countAttempt(
  services: Pick<Services, "db" | "env" | "log" | "now">,
  attempt: Attempt,
): Promise<Wait> {
  const { db, log } = services;
  const now = services.now();
  const windowEndsAt = new Date(now.getTime() + attempt.windowMs);
  const counted = await countInWindow(db, toKey(services, attempt), { now, windowEndsAt });
  // Once for each window: a flood must not become one of the log's.
  if (counted.count === attempt.most + 1) {
    log.warn({ limit: attempt.limit, most: attempt.most }, "a rate limit was reached");
  }
  const wait = toWait(counted, attempt.most, now);
  if (wait !== null) instruments().limited.add(1, { limit: attempt.limit });
  return wait;
}

/** Whether an attempt would be refused, without counting one. */
export async function findWait(
  services: Pick<Services, "db" | "env" | "now">,
  attempt: Attempt,
): Promise<Wait> {
  const counted = await findWindow(services.db, toKey(services, attempt));
  return counted === null ? null : toWait(counted, attempt.most, services.now());
}
