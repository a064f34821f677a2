import { Client as NeonClient } from "@neondatabase/serverless";
import { Client as PgClient } from "pg";
import { vi } from "vitest";

/** Counts the statements that reach the database from now on, through whichever driver. */
export function watchStatements(): () => number {
  const spies = [vi.spyOn(PgClient.prototype, "query"), vi.spyOn(NeonClient.prototype, "query")];
  return () => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
}
