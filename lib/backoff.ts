import "server-only";

/** The eighth attempt is the last. */
export const mostAttempts = 8;

const firstWaitMs = 5_000;
const factor = 4;

/**
 * When to try again after so many failures, or null after the last attempt: 5 s, 20 s, 80 s… up to 5.7 hours,
 * each up to a quarter later, so that what failed together does not come back together.
 */
export function nextAttemptAt(now: Date, failures: number, random: () => number = Math.random): Date | null {
  if (failures >= mostAttempts) return null;
  const waitMs = firstWaitMs * factor ** Math.max(0, failures - 1);
  return new Date(now.getTime() + waitMs * (1 + random() / 4));
}
