export type DatabaseFailure = {
  /** In PostgreSQL's or the socket's own words, without the statement and its values. */
  why: string;
  /** What has to be done before another run can succeed; a whole sentence. */
  remedy: string;
};

const correctUrl = "Correct DATABASE_URL, and run this again.";
const reachable = "See that it can be reached from here, or correct DATABASE_URL, and run this again.";
const migrate = "Run `npm run db:migrate` first, and then this again.";
const runAgain = "Run this again.";

/** Where no second run mends it. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const remedies: Record<string, string> = {
  "28P01": correctUrl,
  "28000": correctUrl,
  "3D000": correctUrl,
  ENOTFOUND: correctUrl,
  ECONNREFUSED: "See that PostgreSQL runs there, or correct DATABASE_URL, and run this again.",
  EAI_AGAIN: reachable,
  ETIMEDOUT: reachable,
  "42P01": migrate,
  "42703": migrate,
  "3F000": migrate,
  "42501": "Let DATABASE_URL name the portal's own role, or run `npm run db:migrate`; then run this again.",
};

/** The deepest reason: drizzle's own words hold the whole statement with its values, sealed texts among them. */
function deepest(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? deepest(error.cause) : error;
}

/** Why a run against the database failed, and what mends that. Never the URL, nor a value of a statement. */
export function describeDatabaseFailure(error: unknown): DatabaseFailure {
  const reason = deepest(error);
  if (!(reason instanceof Error)) return { why: "for an unknown reason", remedy: runAgain };
  const code = "code" in reason ? String(reason.code) : "";
  // Where a name has two addresses the socket's error has a code and no words.
  const why = reason.message || code || reason.name;
  // Neon's proxy says all that it has to say under one code.
  const isNeonRefusal = code === "XX000" && /password authentication failed/i.test(why);
  return { why, remedy: isNeonRefusal ? correctUrl : (remedies[code] ?? runAgain) };
}
