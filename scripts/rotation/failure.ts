import { describeDatabaseFailure } from "../stack/database-words";

/** Why a run ended, and what to do: to run it again as it is is said only where that mends it. */
export function describeFailedRun(cause: unknown, { hasBegun }: { hasBegun: boolean }): string {
  const { why, remedy } = describeDatabaseFailure(cause);
  return hasBegun
    ? `The run was cut off: ${why}. No token is lost; run this again, and it goes on with what is left.`
    : `Nothing was changed: ${why}. ${remedy}`;
}
