import { groupPath } from "@/app/_components/shell/group-path";

/** Which part of which list the page shows, and how it is asked for. */
export type ListPlace = {
  groupId: string;
  cursor: string | undefined;
  /** Whether the page waits for all of its parts: for browsers without JavaScript. */
  isComplete: boolean;
  requestId: string;
};

type Search = Record<string, string | string[] | undefined>;

export function parseListSearch({ cursor, complete }: Search): Pick<ListPlace, "cursor" | "isComplete"> {
  return {
    cursor: typeof cursor === "string" && cursor !== "" ? cursor : undefined,
    isComplete: complete === "1",
  };
}

export function listHref({ groupId, cursor, isComplete }: Omit<ListPlace, "requestId">): string {
  const search = new URLSearchParams();
  if (cursor !== undefined) search.set("cursor", cursor);
  if (isComplete) search.set("complete", "1");
  const path = groupPath(groupId);
  return search.size === 0 ? path : `${path}?${search}`;
}
