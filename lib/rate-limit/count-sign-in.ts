import "server-only";
import type { Services } from "../services";
import { countAttempt, findWait, type Attempt, type Wait } from "./count-attempt";
import { signInLimits, type SignInLimit } from "./limits";
import { toNetwork } from "./network";

function toAttempt(limit: SignInLimit, ipAddress: string | null): Attempt {
  const { windowMs, mostOfOne, mostTogether } = signInLimits[limit];
  return ipAddress === null
    ? { limit, windowMs, subject: "everybody", most: mostTogether }
    : { limit, windowMs, subject: toNetwork(ipAddress), most: mostOfOne };
}

/** Counts one end of a sign-in by where it comes from. Null: it may go on. */
export async function countSignIn(
  services: Pick<Services, "db" | "env" | "log" | "now">,
  limit: SignInLimit,
  ipAddress: string | null,
): Promise<Wait> {
  return countAttempt(services, toAttempt(limit, ipAddress));
}

/** How long one has to wait, without that being an attempt. */
export async function findSignInWait(
  services: Pick<Services, "db" | "env" | "now">,
  limit: SignInLimit,
  ipAddress: string | null,
): Promise<Wait> {
  return findWait(services, toAttempt(limit, ipAddress));
}
