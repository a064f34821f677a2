import "server-only";
import type { Services } from "../services";
import { countAttempt, findWait, type Attempt, type Wait } from "./count-attempt";
import { signInLimits, type SignInLimit } from "./limits";
import { toNetwork, toSite } from "./network";

function toAttempts(limit: SignInLimit, ipAddress: string | null): Attempt[] {
  const { windowMs, mostOfOne, mostOfSite, mostTogether } = signInLimits[limit];
  if (ipAddress === null) return [{ limit, windowMs, subject: "everybody", most: mostTogether }];
  const site = toSite(ipAddress);
  return [
    { limit, windowMs, subject: toNetwork(ipAddress), most: mostOfOne },
    ...(site === null ? [] : [{ limit, windowMs, subject: site, most: mostOfSite }]),
  ];
}

/** The first that is over its limit keeps the others from being asked. */
async function firstWait(
  attempts: readonly Attempt[],
  ask: (attempt: Attempt) => Promise<Wait>,
): Promise<Wait> {
  for (const attempt of attempts) {
    const wait = await ask(attempt);
    if (wait !== null) return wait;
  }
  return null;
}

/** Counts one end of a sign-in by where it comes from. Null: it may go on. */
export async function countSignIn(
  services: Pick<Services, "db" | "env" | "log" | "now">,
  limit: SignInLimit,
  ipAddress: string | null,
): Promise<Wait> {
  return firstWait(toAttempts(limit, ipAddress), (attempt) => countAttempt(services, attempt));
}

/** How long one has to wait, without that being an attempt. */
export async function findSignInWait(
  services: Pick<Services, "db" | "env" | "now">,
  limit: SignInLimit,
  ipAddress: string | null,
): Promise<Wait> {
  return firstWait(toAttempts(limit, ipAddress), (attempt) => findWait(services, attempt));
}
