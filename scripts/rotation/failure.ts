import { answerOf, codeOf } from "@/lib/doctor/ask-database";
import { migrate, unreached } from "@/lib/doctor/checks/database";

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const noSuchTable = new Set(["42P01", "42703", "3F000"]);
const noRight = "42501";

/** The deepest reason alone: drizzle's own words hold the values of the statement, sealed texts among them. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "for an unknown reason";
  if (error.cause instanceof Error) return reasonOf(error.cause);
  // Where each of several addresses refused, the error of them all has a code and no words.
  return error.message || (codeOf(error) ?? error.name);
}

/** What a person can mend before the next run. Null: nothing of the database's. */
function adviseOn(cause: unknown, reason: string): string | null {
  const code = codeOf(cause);
  if (code === null && !(cause instanceof Error && cause.cause instanceof Error)) return null;
  if (code !== null && noSuchTable.has(code)) {
    return `The database of DATABASE_URL is not migrated, or is not the portal's (${reason}). Correct DATABASE_URL, or migrate first. ${migrate}`;
  }
  if (code === noRight) {
    return `The role of DATABASE_URL may not do this (${reason}). Run \`npm run db:migrate\` first, with MIGRATION_DATABASE_URL set to the owner's address.`;
  }
  const finding = unreached(answerOf(cause));
  return finding && `${finding.what} It was said: ${reason}. ${finding.fix}`;
}

/** Why a run ended, and what to do: to run it again is said only where that mends it. */
export function describeFailedRun(cause: unknown, { hasBegun }: { hasBegun: boolean }): string {
  const reason = reasonOf(cause);
  if (hasBegun) {
    return `The run was cut off: ${reason}. No token is lost; run this again, and it goes on with what is left.`;
  }
  return `Nothing was changed. ${adviseOn(cause, reason) ?? `The run could not begin: ${reason}.`}`;
}
