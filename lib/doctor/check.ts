import "server-only";
import type { Doctor } from "./doctor";
import type { Outcome } from "./finding";

/** One thing that is looked at. It never writes, and it never throws what it can foresee. */
export type Check = {
  /** Stays as it is: scripts go by it. */
  id: string;
  title: string;
  /** What is so when nothing is found. */
  whenWell: string;
  run(doctor: Doctor): Outcome | Promise<Outcome>;
};

export const databaseFirst = "The database must be reached, and be migrated, first.";

/** A check that needs the database with all of its tables. */
export function needsDatabase(
  work: (
    ready: Extract<Awaited<ReturnType<Doctor["askDatabase"]>>, { kind: "ready" }>,
    doctor: Doctor,
  ) => Promise<Outcome>,
): Check["run"] {
  return async (doctor) => {
    const answer = await doctor.askDatabase();
    if (answer.kind !== "ready") {
      return { kind: "not_checked", because: databaseFirst };
    }
    return work(answer, doctor);
  };
}
