import "server-only";
import { minuteMs } from "../durations";

/**
 * How often a sign-in may begin and end. A company behind one address begins a few at once; a script begins hundreds.
 * Twice as many may end: people reload, go back, and come with ten tabs.
 *
 * `mostOfSite` is for a /48 of IPv6, which is given away as easily as one address, and has 65,536 networks.
 * `mostTogether` is for all whose address is not known, as one: far more than people need, so that it bounds the work
 * and one visitor alone hardly keeps the others out.
 */
export const signInLimits = {
  "customer_sign_in.begin": { windowMs: minuteMs, mostOfOne: 30, mostOfSite: 300, mostTogether: 6_000 },
  "customer_sign_in.end": { windowMs: minuteMs, mostOfOne: 60, mostOfSite: 600, mostTogether: 6_000 },
  "staff_sign_in.begin": { windowMs: minuteMs, mostOfOne: 30, mostOfSite: 300, mostTogether: 6_000 },
  "staff_sign_in.end": { windowMs: minuteMs, mostOfOne: 60, mostOfSite: 600, mostTogether: 6_000 },
} as const;

export type SignInLimit = keyof typeof signInLimits;

/**
 * Five forms a second, for a whole minute, of one session; of one group or one of the staff ten times as many, so that
 * a single session can't use it up.
 */
export const actLimits = {
  "act.session": { windowMs: minuteMs, most: 300 },
  "act.person": { windowMs: minuteMs, most: 3_000 },
} as const;
