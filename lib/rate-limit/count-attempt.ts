import "server-only";
import { createHmac } from "node:crypto";
import { countInWindow, findWindow, type CountedWindow } from "@/db/queries/rate-limits";
import { deriveKey } from "../crypto";
import type { Services } from "../services";
import { instruments } from "../telemetry";
import { overLimitMemory } from "./over-limit-memory";

/** What is limited, for whom, and how often. */
export type Attempt = { limit: string; subject: string; windowMs: number; most: number };

/** Null within the limit. */
export type Wait = { retryAfterSeconds: number } | null;

/** Attack: whoever reads the table tries every IPv4 address against a plain digest. This one needs the secret. */
function toKey({ env }: Pick<Services, "env">, { limit, subject }: Attempt): string {
  const secret = deriveKey(env.AUTH_SECRET[0], "portal rate limits v1");
  return createHmac("sha256", secret)
    .update(JSON.stringify([limit, subject]))
    .digest("base64url");
}

function toWait({ count, windowEndsAt }: CountedWindow, most: number, now: Date): Wait {
  const leftMs = windowEndsAt.getTime() - now.getTime();
  return count > most && leftMs > 0 ? { retryAfterSeconds: Math.ceil(leftMs / 1000) } : null;
}

/** What this process knows without a statement: a window that is over its limit stays so until it ends. */
function findKnownWait({ db }: Pick<Services, "db">, key: string, most: number, now: Date): Wait {
  const known = overLimitMemory({ db }).get(key);
  return known === undefined ? null : toWait(known, most, now);
}

async function countAnew(
  { db, log }: Pick<Services, "db" | "log">,
  key: string,
  attempt: Attempt,
  now: Date,
): Promise<Wait> {
  const { limit, most } = attempt;
  const windowEndsAt = new Date(now.getTime() + attempt.windowMs);
  const counted = await countInWindow(db, key, { now, windowEndsAt });
  // Once for each window: a flood must not become one of the log's.
  if (counted.count === most + 1) log.warn({ limit, most }, "a rate limit was reached");
  const wait = toWait(counted, most, now);
  if (wait !== null) overLimitMemory({ db }).set(key, counted);
  return wait;
}

/** Counts an attempt, over all instances of the portal. Where the database is down it throws: nothing goes on without. */
export async function countAttempt(
  services: Pick<Services, "db" | "env" | "log" | "now">,
  attempt: Attempt,
): Promise<Wait> {
  const now = services.now();
  const key = toKey(services, attempt);
  // Attack: a flood goes on beyond its limit, and each attempt takes a connection and waits for the one row's lock.
  const known = findKnownWait(services, key, attempt.most, now);
  const wait = known ?? (await countAnew(services, key, attempt, now));
  if (wait !== null) instruments().limited.add(1, { limit: attempt.limit });
  return wait;
}

/** Whether an attempt would be refused, without counting one. */
export async function findWait(
  services: Pick<Services, "db" | "env" | "now">,
  attempt: Attempt,
): Promise<Wait> {
  const now = services.now();
  const key = toKey(services, attempt);
  const known = findKnownWait(services, key, attempt.most, now);
  if (known !== null) return known;
  const counted = await findWindow(services.db, key);
  return counted === null ? null : toWait(counted, attempt.most, now);
}
