import "server-only";
import type { Database } from "@/db/client";
import { compareMigrations, readDatabaseFacts, type DatabaseFacts } from "@/db/queries/doctor";

export type DatabaseAnswer =
  | { kind: "lacking" }
  | { kind: "ready"; db: Database; facts: DatabaseFacts; clockAheadMs: number; newerMigrations: number }
  /** It answers, and lacks what this version needs: migrations by name, where the role may read which were applied. */
  | { kind: "behind"; facts: DatabaseFacts; lacking: string[] }
  | { kind: "login_refused" }
  | { kind: "no_such_database" }
  | { kind: "full" }
  | { kind: "unreachable"; cause: unknown };

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const answerOfCode: Record<string, DatabaseAnswer> = {
  "28P01": { kind: "login_refused" },
  "28000": { kind: "login_refused" },
  "3D000": { kind: "no_such_database" },
  "53300": { kind: "full" },
};

/** PostgreSQL's or the socket's code, however deep it is wrapped. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code: unknown = Reflect.get(error, "code");
  return typeof code === "string" ? code : codeOf(error.cause);
}

export async function askDatabase(db: Database | null, now: () => Date): Promise<DatabaseAnswer> {
  if (db === null) return { kind: "lacking" };
  try {
    // The first one opens the connection, which would count as the clock's.
    await readDatabaseFacts(db);
    const beganMs = now().getTime();
    const facts = await readDatabaseFacts(db);
    const clockAheadMs = (beganMs + now().getTime()) / 2 - facts.now.getTime();
    const { lacking, unknown: newerMigrations } = facts.may_read_migrations
      ? await compareMigrations(db)
      : { lacking: [], unknown: 0 };
    if (lacking.length + facts.missing_tables.length > 0) return { kind: "behind", facts, lacking };
    return { kind: "ready", db, facts, clockAheadMs, newerMigrations };
  } catch (cause) {
    return answerOfCode[codeOf(cause) ?? ""] ?? { kind: "unreachable", cause };
  }
}
