import "server-only";
import { deleteEndedWindows } from "@/db/queries/rate-limits";
import { deleteExpiredSessions } from "@/db/queries/sessions";
import { deleteOldActs } from "@/db/queries/staff-acts";
import { deleteExpiredStaffSessions } from "@/db/queries/staff-sessions";
import { deleteExpiredFlows } from "@/db/queries/used-flows";
import type { Services } from "../services";

/**
 * A form that is sent again is told what came of it. A day is longer than any session: whoever sends one later has
 * signed in since, and the tokens' generations in it keep an old form from undoing anything newer.
 */
const actsKeptMs = 24 * 60 * 60_000;

/**
 * Deletes what has expired. Run after a sign-in's answer, so that no table grows with the portal's age, and by the
 * cron, for the attempts of those who never come to sign in.
 */
export async function sweepExpired({ db, now }: Pick<Services, "db" | "now">): Promise<void> {
  await Promise.all([
    deleteExpiredFlows(db, now()),
    deleteExpiredSessions(db, now()),
    deleteExpiredStaffSessions(db, now()),
    deleteEndedWindows(db, now()),
    deleteOldActs(db, new Date(now().getTime() - actsKeptMs)),
  ]);
}
