import "server-only";

/** One of Increase's connections, as far as telling them apart goes. */
export type Candidate = {
  id: string;
  /** `active` or `inactive`, which is final. */
  status: string | null;
  createdAt: Date | null;
  deletedAt: Date | null;
};

/** When a sign-in took place: from the press of the button to the stored token. */
export type SignInTime = { begunAt: Date; connectedAt: Date };

/** Increase's clock and ours may differ by so much. */
const clockSkewMs = 10_000;

/**
 * Those of the group's connections that a token can be of. Any that was made during its sign-in, even where it
 * has ended since; if none was, Increase has gone on with one that stood at that time.
 */
export function possibleConnections<T extends Candidate>(
  candidates: T[],
  { begunAt, connectedAt }: SignInTime,
): T[] {
  const from = begunAt.getTime() - clockSkewMs;
  const to = connectedAt.getTime() + clockSkewMs;
  const made = candidates.filter(({ createdAt }) => {
    const at = createdAt?.getTime() ?? Number.NaN;
    return at >= from && at <= to;
  });
  if (made.length > 0) return made;
  return candidates.filter(
    ({ status, deletedAt }) => status === "active" || deletedAt === null || deletedAt.getTime() >= from,
  );
}
