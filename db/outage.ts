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

function isOutageCause(cause: unknown): boolean {
  const isServersWord = typeof read(cause, "severity") === "string";
  if (isServersWord) return outageStates.test(String(read(cause, "code")));
  // What the server has not answered is a connection that failed: refused, cut, or silent for too long.
  return !(cause instanceof TypeError || cause instanceof RangeError);
}

/**
 * The failed query in an error or behind it, where it failed because the database could not be reached; else null.
 * Auth.js keeps what it met in a `cause` of its own, which is no error.
 */
export function findOutageCause(error: unknown): Error | null {
  let current = error;
  for (let depth = 0; depth < deepest && current !== undefined; depth += 1) {
    if (current instanceof DrizzleQueryError) return isOutageCause(current.cause) ? current : null;
    const { cause, err } = { cause: read(current, "cause"), err: read(current, "err") };
    current = cause ?? err;
  }
  return null;
}
