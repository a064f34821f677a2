import "server-only";

/** Of whoever is signed in without the issuer's word for when they proved who they are: never fresh. */
const never = new Date(0);

/**
 * When a person proved who they are, by the issuer's `auth_time`. A clock of its own that is ahead keeps no sign-in
 * fresh for longer. Attack: somebody at an unattended machine takes `max_age=0` out of the issuer's address, so that an
 * issuer that sends `auth_time` only when asked sends none: that counts as fresh only where it never sends any.
 */
export function provenAt(
  authTimeSeconds: number | undefined,
  { now, isFreshnessTrusted }: { now: Date; isFreshnessTrusted: boolean },
): Date {
  if (authTimeSeconds === undefined) return isFreshnessTrusted ? now : never;
  const claimed = new Date(authTimeSeconds * 1000);
  return claimed < now ? claimed : now;
}

export function isNeverProven(at: Date): boolean {
  return at.getTime() === never.getTime();
}
