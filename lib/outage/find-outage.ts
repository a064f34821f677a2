import "server-only";
import { findOutageCause } from "@/db/outage";
import { pingDatabase } from "@/db/queries/ping";
import { AppError } from "../errors";
import { services } from "../services";
import { noteDatabaseAway } from "./database-state";
import { outageWords } from "./outage-answer";

async function answers(): Promise<boolean> {
  try {
    await pingDatabase(services().db);
    return true;
  } catch (error) {
    return findOutageCause(error) === null;
  }
}

/** What to say of an error that came of a database that does not answer, also to the log; null of any other. */
export function findOutage(error: unknown, requestId: string): AppError | null {
  const cause = error instanceof AppError ? null : findOutageCause(error);
  if (cause === null) return null;
  services().log.error({ err: cause, requestId }, "the database does not answer");
  noteDatabaseAway(answers);
  return new AppError("database_unavailable", outageWords, { cause: error });
}
