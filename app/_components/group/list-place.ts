import { z } from "zod";
import { onSide } from "@/app/_components/shell/group-path";
import type { IncreaseEnvironment } from "@/lib/banking";
import { readSearch, searchText, type Search } from "@/lib/search-params";
import {
  accountSorts,
  directions,
  firstDirection,
  type AccountOrder,
  type AccountSort,
} from "./account-order";

/** Which part of which list is asked for, and how. */
export type ListRequest = {
  groupId: string;
  /** The address of the page: the customer's own, or the one that the staff see it at. */
  home: string;
  environment: IncreaseEnvironment;
  /** Part of an account's name or id. */
  q: string | undefined;
  /** Null: as Increase has them, the newest first. */
  order: AccountOrder | null;
  cursor: string | undefined;
  /** Whether the page waits for all of its parts: for browsers without JavaScript. */
  isComplete: boolean;
  /** What stands in the address, but for the side, as it came. */
  kept: Record<string, string>;
  ignored: string[];
};

/** A list's request, and the page that it is shown on. */
export type ListPlace = ListRequest & {
  requestId: string;
  timeZone: string;
  isConnectionActive: boolean;
  /** Whether it is the customer who looks: the staff see the same, and can do nothing on it. */
  isOwn: boolean;
};

const environment = z.enum(["live", "sandbox"]).optional();

const schema = z.object({
  environment,
  q: searchText.optional(),
  sort: z.enum(accountSorts).optional(),
  direction: z.enum(directions).optional(),
  cursor: z.string().max(1000).optional(),
  complete: z.literal("1").optional(),
});

const sideSchema = z.object({ environment });

/** Of a page that has two sides and nothing else to ask for. */
export function readSide(search: Search): { environment: IncreaseEnvironment; ignored: string[] } {
  const { filter, ignored } = readSearch(sideSchema, search);
  return { environment: filter.environment ?? "live", ignored };
}

export function readListSearch(search: Search): Omit<ListRequest, "groupId" | "home"> {
  const { filter, kept, ignored } = readSearch(schema, search);
  const { environment: _side, ...rest } = kept;
  const { q, sort } = filter;
  return {
    environment: filter.environment ?? "live",
    q,
    order: sort === undefined ? null : { by: sort, direction: filter.direction ?? firstDirection(sort) },
    // A search begins at the first account, whatever page it was made on.
    cursor: q === undefined ? filter.cursor : undefined,
    isComplete: filter.complete === "1",
    kept: rest,
    ignored,
  };
}

type Change = Partial<Record<keyof z.output<typeof schema>, string | undefined>>;

/** The same page with something changed; undefined takes it away. */
export function listHref({ home, environment: side, kept }: ListRequest, change: Change = {}): string {
  return onSide(home, side, { ...kept, ...change });
}

/** The same page in another order. */
export function sortHref(place: ListRequest, by: AccountSort): string {
  const first = firstDirection(by);
  const turned = first === "ascending" ? "descending" : "ascending";
  const isFirst = place.order?.by === by && place.order.direction === first;
  return listHref(place, { sort: by, direction: isFirst ? turned : first });
}
