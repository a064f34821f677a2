import "server-only";
import type { Database } from "@/db/client";
import { compareMigrations, readDatabaseFacts, type DatabaseFacts } from "@/db/queries/doctor";
import { findMissingColumns } from "@/db/queries/schema-check";

export type DatabaseAnswer =
  | { kind: "lacking" }
  | { kind: "ready"; db: Database; facts: DatabaseFacts; clockAheadMs: number; newerMigrations: number }
  /** It answers, and lacks what this version needs: migrations by name, where the role may read which were applied. */
  | { kind: "behind"; facts: DatabaseFacts; lacking: string[]; missingColumns: string[] }
  | { kind: "login_refused" }
  | { kind: "no_such_database" }
  | { kind: "full" }
  /** The server has no entry for this user from here, or not in clear, or the user may not log in. */
  | { kind: "not_admitted"; isInClear: boolean }
  /** The server, or a proxy before it, answers with an error that is none of those. */
  | { kind: "refused"; cause: unknown }
  | { kind: "unreachable"; cause: unknown };

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const answerOfCode: Record<string, DatabaseAnswer> = {
  "28P01": { kind: "login_refused" },
  "3D000": { kind: "no_such_database" },
  "53300": { kind: "full" },
};

/** PostgreSQL's or the socket's code, however deep it is wrapped. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code: unknown = Reflect.get(error, "code");
  return typeof code === "string" ? code : codeOf(error.cause);
}

type Refusal = { code: string; message: string };

/** What the server said itself, however deep it is wrapped: a socket's error has no severity. */
function refusalIn(error: unknown): Refusal | null {
  if (!(error instanceof Error)) return null;
  const severity: unknown = Reflect.get(error, "severity");
  return typeof severity === "string"
    ? { code: codeOf(error) ?? "", message: error.message }
    : refusalIn(error.cause);
}

/** Why the database could not be asked. */
function answerOf(cause: unknown): DatabaseAnswer {
  const refusal = refusalIn(cause);
  if (refusal === null) return { kind: "unreachable", cause };
  const { code, message } = refusal;
  // Neon's proxy says all that it has to say under this code.
  if (code === "XX000" && /password authentication failed/i.test(message)) return { kind: "login_refused" };
  if (code === "28000") return { kind: "not_admitted", isInClear: /no encryption|SSL off/i.test(message) };
  return answerOfCode[code] ?? { kind: "refused", cause };
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
    // As /api/ready asks. The list of migrations may be closed to the role, or say more than a restored database has.
    const missingColumns = await findMissingColumns(db);
    if (lacking.length + missingColumns.length > 0) {
      return { kind: "behind", facts, lacking, missingColumns };
    }
    return { kind: "ready", db, facts, clockAheadMs, newerMigrations };
  } catch (cause) {
    return answerOf(cause);
  }
}
