/** Which part of which list is asked for, and how. */
export type ListRequest = {
  groupId: string;
  /** The address of the page: the customer's own, or the one that the staff see it at. */
  home: string;
  cursor: string | undefined;
  /** Whether the page waits for all of its parts: for browsers without JavaScript. */
  isComplete: boolean;
};

/** A list's request, and the page that it is shown on. */
export type ListPlace = ListRequest & {
  requestId: string;
  isConnectionActive: boolean;
  /** Whether it is the customer who looks: the staff see the same, and can do nothing on it. */
  isOwn: boolean;
};

type Search = Record<string, string | string[] | undefined>;

export function parseListSearch({ cursor, complete }: Search): Omit<ListRequest, "groupId" | "home"> {
  return {
    cursor: typeof cursor === "string" && cursor !== "" ? cursor : undefined,
    isComplete: complete === "1",
  };
}

export function listHref({ home, cursor, isComplete }: ListRequest): string {
  const search = new URLSearchParams();
  if (cursor !== undefined) search.set("cursor", cursor);
  if (isComplete) search.set("complete", "1");
  return search.size === 0 ? home : `${home}?${search}`;
}
