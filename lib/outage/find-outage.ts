import "server-only";
import { findGivenUpQuery, findOutageCause } from "@/db/outage";
import { pingDatabase } from "@/db/queries/ping";
import { AppError } from "../errors";
import { services } from "../services";
import { isDatabaseAway, noteDatabaseAway } from "./database-state";
import { outageWords } from "./outage-answer";

async function answers(): Promise<boolean> {
  try {
    await pingDatabase(services().db);
    return true;
  } catch (error) {
    return findOutageCause(error) === null && findGivenUpQuery(error) === null;
  }
}

/**
 * The query that failed because the database is away. One that was only waited for too long doesn't say so: a lock can
 * hold it up while all else is well, or the server is gone without a word. So the database is asked.
 */
async function findCause(error: unknown): Promise<Error | null> {
  const away = findOutageCause(error);
  const cause = away ?? findGivenUpQuery(error);
  if (cause === null) return null;
  noteDatabaseAway(answers);
  return away ?? ((await isDatabaseAway()) ? cause : null);
}

/** Logs an error that came of a database that does not answer, and gives the words for it; null for any other error. */
export async function findOutage(error: unknown, requestId: string): Promise<AppError | null> {
  const cause = error instanceof AppError ? null : await findCause(error);
  if (cause === null) return null;
  services().log.error({ err: cause, requestId }, "the database does not answer");
  return new AppError("database_unavailable", outageWords, { cause: error });
}

/** Outside a transaction the server goes on with it, and nobody is told of its end. */
const givenUpWords =
  "The portal’s database took too long over this, and we stopped waiting for it. It may be done all the same: look first, then try again.";

/** The words for an act whose statement was given up on; null for any other error. */
export function findGivenUp(error: unknown): AppError | null {
  if (error instanceof AppError || findGivenUpQuery(error) === null) return null;
  return new AppError("internal", givenUpWords, { cause: error });
}
