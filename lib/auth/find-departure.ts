import "server-only";
import { cookies } from "next/headers";
import { findEndedSession, type EndedSession } from "@/db/queries/sessions";
import type { Services } from "../services";
import { sessionCookieName } from "./cookie-names";
import { hashSessionToken } from "./session-token";

export type Departure = Pick<EndedSession, "reason" | "endedAt">;

/**
 * Why this browser is signed out, where that is because its group left: only who holds the cookie of a session
 * that ended so is told.
 */
export async function findDeparture({ db, env, now }: Services): Promise<Departure | null> {
  const token = (await cookies()).get(sessionCookieName(env.AUTH_URL))?.value;
  if (token === undefined) return null;
  const ended = await findEndedSession(db, hashSessionToken(token), now());
  return ended === null ? null : { reason: ended.reason, endedAt: ended.endedAt };
}
