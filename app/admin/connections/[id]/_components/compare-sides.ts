import type { Inspection } from "@/lib/connections";

/** One side's value of an attribute; undefined where that side does not keep it, or was not read. */
export type Side = string | Date | null | undefined;
export type Comparison = {
  name: string;
  increase: Side;
  here: Side;
  isDifferent: boolean;
  /** Disconnected here, and not revoked there. */
  isGrantStanding?: boolean;
};

const same = (one: Side, other: Side) =>
  one instanceof Date && other instanceof Date ? one.getTime() === other.getTime() : one === other;

function compare(name: string, increase: Side, here: Side): Comparison {
  const isComparable = increase !== undefined && here !== undefined;
  return { name, increase, here, isDifferent: isComparable && !same(increase, here) };
}

/** What our state would have Increase say; undefined where either would do. */
function expectedStatus(state: string | undefined): Side {
  if (state === "active") return "active";
  return state === "deactivated" ? "inactive" : undefined;
}

/** Every attribute of Increase's OAuth Connection object, and ours of the same meaning. */
export function compareSides({ held, heard, atIncrease }: Inspection): Comparison[] {
  const theirs = atIncrease?.ok ? atIncrease.value : undefined;
  const status = compare("status", theirs?.status, expectedStatus(held?.state));
  return [
    compare("id", theirs?.id, held === null ? undefined : held.oauthConnectionId),
    compare("group_id", theirs?.groupId, held?.groupId),
    compare("oauth_application_id", theirs?.oauthApplicationId, held?.oauthApplicationId ?? undefined),
    {
      ...status,
      here: held?.state,
      isGrantStanding: held?.state === "disconnected" && theirs?.status === "active",
    },
    compare("created_at", theirs?.createdAt, heard?.createdAt ?? undefined),
    compare("deleted_at", theirs?.deletedAt, heard === null ? undefined : heard.deletedAt),
    compare("type", theirs?.type, undefined),
  ];
}
