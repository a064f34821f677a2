import "server-only";

const minuteMs = 60_000;

/**
 * How often a sign-in may begin and end. A company behind one address begins a few at once; a script begins hundreds.
 * Twice as many may end: people reload, go back, and come with ten tabs.
 *
 * `mostTogether` is for all whose address is not known, as one: far more than people need, so that it bounds the work
 * and one visitor alone hardly keeps the others out.
 */
export const signInLimits = {
  "customer_sign_in.begin": { windowMs: minuteMs, mostOfOne: 30, mostTogether: 6_000 },
  "customer_sign_in.end": { windowMs: minuteMs, mostOfOne: 60, mostTogether: 6_000 },
  "staff_sign_in.begin": { windowMs: minuteMs, mostOfOne: 30, mostTogether: 6_000 },
  "staff_sign_in.end": { windowMs: minuteMs, mostOfOne: 60, mostTogether: 6_000 },
} as const;

export type SignInLimit = keyof typeof signInLimits;

/** Of one group or one of the staff, over all their sessions: five forms a second, for a whole minute. */
export const actLimit = { windowMs: minuteMs, mostOfOne: 300 } as const;
