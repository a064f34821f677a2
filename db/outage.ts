import "server-only";
import { DrizzleQueryError } from "drizzle-orm";

/**
 * Connection failed or lost, not let in, no such database, no room for one more, shut down or starting, its disk gone:
 * the server's own words. Neon's proxy says all that it has to say as XX000.
 */
const outageStates = /^(08|28|3D|53|57P|58|XX)/;
const deepest = 8;

function read(error: unknown, key: string): unknown {
  return typeof error === "object" && error !== null ? Reflect.get(error, key) : undefined;
}

/** What both drivers say of a statement that had no answer in its time: see `queryTimeoutMs`. It has no code. */
const gaveUpWaiting = "Query read timeout";

function isOutageCause(cause: unknown): boolean {
  const isServersWord = typeof read(cause, "severity") === "string";
  if (isServersWord) return outageStates.test(String(read(cause, "code")));
  // What else the server has not answered is a connection that failed: refused, cut, or not made in its time.
  return !(cause instanceof TypeError || cause instanceof RangeError) && !isGivenUp(cause);
}

function isGivenUp(cause: unknown): boolean {
  return read(cause, "message") === gaveUpWaiting;
}

/** The failed query in an error or behind it. Auth.js keeps what it met in a `cause` of its own, which is no error. */
function findFailedQuery(error: unknown): DrizzleQueryError | null {
  let current = error;
  for (let depth = 0; depth < deepest && current !== undefined; depth += 1) {
    if (current instanceof DrizzleQueryError) return current;
    current = read(current, "cause") ?? read(current, "err");
  }
  return null;
}

/** The failed query behind an error, where it failed because the database could not be reached; else null. */
export function findOutageCause(error: unknown): Error | null {
  const query = findFailedQuery(error);
  return query !== null && isOutageCause(query.cause) ? query : null;
}

/**
 * The query behind an error, where nobody waited for it any longer: a slow statement, or a server that has gone
 * without a word. Outside a transaction it may still be carried out.
 */
export function findGivenUpQuery(error: unknown): Error | null {
  const query = findFailedQuery(error);
  return query !== null && isGivenUp(query.cause) ? query : null;
}
