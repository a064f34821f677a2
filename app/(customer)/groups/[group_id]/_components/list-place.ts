import { groupPath } from "@/app/_components/shell/group-path";

/** Which part of which list is asked for, and how. */
export type ListRequest = {
  groupId: string;
  cursor: string | undefined;
  /** Whether the page waits for all of its parts: for browsers without JavaScript. */
  isComplete: boolean;
};

/** A list's request, and the page that it is shown on. */
export type ListPlace = ListRequest & { requestId: string; isConnectionActive: boolean };

type Search = Record<string, string | string[] | undefined>;

export function parseListSearch({ cursor, complete }: Search): Omit<ListRequest, "groupId"> {
  return {
    cursor: typeof cursor === "string" && cursor !== "" ? cursor : undefined,
    isComplete: complete === "1",
  };
}

export function listHref({ groupId, cursor, isComplete }: ListRequest): string {
  const search = new URLSearchParams();
  if (cursor !== undefined) search.set("cursor", cursor);
  if (isComplete) search.set("complete", "1");
  const path = groupPath(groupId);
  return search.size === 0 ? path : `${path}?${search}`;
}
