import "server-only";

/** One of Increase's connections, as far as telling them apart goes. */
export type Candidate = {
  id: string;
  /** `active` or `inactive`, which is final. */
  status: string | null;
  createdAt: Date | null;
  deletedAt: Date | null;
};

/** From when the browser began it to when its token was stored: Increase made or renewed a connection in between. */
type SignIn = { begunAt: Date; connectedAt: Date };

/** Increase's clock and ours may differ by so much. */
export const clockSkewMs = 10_000;

/** A sign-in lasts no longer: it began at most so long before, where that moment was not kept yet. */
export const longestSignInMs = 15 * 60_000;

/** Increase's list may lack for so long what Increase has made. */
const listLagMs = 5 * 60_000;

const isMadeSince = ({ createdAt }: Candidate, { begunAt }: SignIn): boolean =>
  createdAt !== null && createdAt.getTime() >= begunAt.getTime() - clockSkewMs;

const isMadeDuring = (candidate: Candidate, signIn: SignIn): boolean =>
  isMadeSince(candidate, signIn) &&
  candidate.createdAt !== null &&
  candidate.createdAt.getTime() <= signIn.connectedAt.getTime() + clockSkewMs;

/** One that stood when the sign-in began, even where it has ended since. */
const stoodAt = (candidate: Candidate, { begunAt }: SignIn): boolean =>
  candidate.status === "active" ||
  candidate.deletedAt === null ||
  candidate.deletedAt.getTime() >= begunAt.getTime() - clockSkewMs;

/**
 * Those of the group's connections that a token can be of: any that was made during its sign-in; if none was, one
 * that stood at that time, which Increase has gone on with. One made later still is a doubt: of another sign-in,
 * or by a clock that is ahead of ours. `isInferred`: an older one is among them for want of one made then.
 */
export function possibleConnections<T extends Candidate>(
  candidates: T[],
  signIn: SignIn,
): { possible: T[]; isInferred: boolean } {
  const made = candidates.filter((each) => isMadeSince(each, signIn));
  if (made.some((each) => isMadeDuring(each, signIn))) return { possible: made, isInferred: false };
  const older = candidates.filter((each) => !isMadeSince(each, signIn) && stoodAt(each, signIn));
  return { possible: [...made, ...older], isInferred: older.length > 0 };
}

/** Whether a list that was begun then, and is without one made during the sign-in, shows that none was made. */
export function isLateEnough(listBegunAt: Date | null, { connectedAt }: SignIn): boolean {
  return listBegunAt !== null && listBegunAt.getTime() >= connectedAt.getTime() + listLagMs;
}

/** Whether Increase made another connection during the sign-in than the one that its token was held to be of. */
export function isDoubtful(candidates: Candidate[], heldId: string, signIn: SignIn): boolean {
  return candidates.some((each) => each.id !== heldId && isMadeDuring(each, signIn));
}

/**
 * Whether the token has been accepted since all others ended: then it is of the one that it is held to be of, and a
 * later refusal says nothing of which.
 */
export function isSettled(possible: Candidate[], heldId: string, acceptedAt: Date | null): boolean {
  return possible.every(
    ({ id, status, deletedAt }) =>
      (id === heldId && status === "active") ||
      (status === "inactive" &&
        deletedAt !== null &&
        acceptedAt !== null &&
        acceptedAt.getTime() > deletedAt.getTime() + clockSkewMs),
  );
}
