import "server-only";

/** One of Increase's connections, as far as telling them apart goes. */
export type Candidate = {
  id: string;
  /** `active` or `inactive`, which is final. */
  status: string | null;
  createdAt: Date | null;
  deletedAt: Date | null;
};

/** Increase's clock and ours may differ by so much. */
const clockSkewMs = 10_000;

/**
 * Those of the group's connections that a token can be of. Any that was made since its sign-in began, even where
 * it has ended since; if none was, Increase has gone on with one that stood at that time. There is no upper end:
 * where Increase's clock is ahead of ours, one that is too new is a doubt, and an older one would be a mistake.
 */
export function possibleConnections<T extends Candidate>(candidates: T[], signInBegunAt: Date): T[] {
  const from = signInBegunAt.getTime() - clockSkewMs;
  const made = candidates.filter(({ createdAt }) => createdAt !== null && createdAt.getTime() >= from);
  if (made.length > 0) return made;
  return candidates.filter(
    ({ status, deletedAt }) => status === "active" || deletedAt === null || deletedAt.getTime() >= from,
  );
}
