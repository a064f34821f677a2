import { z } from "zod";
import {
  connectionSorts,
  defaultOrder,
  type ConnectionFilter,
  type ConnectionOrder,
} from "@/lib/connections";
import { readSearch, searchDay, searchText, toHref, type Search } from "@/lib/search-params";

export const connectionsPath = "/admin/connections";

export const statuses = [
  "active",
  "needs_reconnect",
  "disconnected",
  "deactivated",
  "only_at_increase",
  "only_here",
] as const;

const fields = {
  q: searchText.optional(),
  status: z.enum(statuses).optional(),
  oauth_application_id: searchText.optional(),
  scope: z.enum(["read_only", "read_write"]).optional(),
  created_from: searchDay.optional(),
  created_before: searchDay.optional(),
  attention: z.literal("1").optional(),
  sort: z.enum(connectionSorts).optional(),
  direction: z.enum(["ascending", "descending"]).optional(),
};
const exportSchema = z.object(fields);
const listSchema = z.object({ ...fields, cursor: z.string().max(1000).optional() });

export type ConnectionQuery = { filter: ConnectionFilter; order: ConnectionOrder };
/** `kept` is what stands in the address without the place in the list. */
export type ConnectionSearch = ConnectionQuery & {
  cursor: string | undefined;
  kept: Record<string, string>;
  ignored: string[];
};

function toQuery(asked: z.output<typeof exportSchema>): ConnectionQuery {
  return {
    filter: {
      q: asked.q,
      status: asked.status,
      oauthApplicationId: asked.oauth_application_id,
      scope: asked.scope,
      createdFrom: asked.created_from,
      createdBefore: asked.created_before,
      needsAttention: asked.attention === "1",
    },
    order: {
      by: asked.sort ?? defaultOrder.by,
      direction: asked.direction ?? defaultOrder.direction,
    },
  };
}

export function readConnectionSearch(search: Search): ConnectionSearch {
  const { filter, kept, ignored } = readSearch(listSchema, search);
  const { cursor: _cursor, ...rest } = kept;
  return { ...toQuery(filter), cursor: filter.cursor, kept: rest, ignored };
}

export function readConnectionExport(search: Search): { filter: ConnectionQuery; ignored: string[] } {
  const { filter, ignored } = readSearch(exportSchema, search);
  return { filter: toQuery(filter), ignored };
}

/** By Increase's id, or ours while there is none. */
export function connectionAddress({
  id,
  oauthConnectionId,
}: {
  id: string;
  oauthConnectionId: string | null;
}): string {
  return `${connectionsPath}/${encodeURIComponent(oauthConnectionId ?? id)}`;
}

/** The same list, in another order. */
export function sortHref(
  { kept, order }: Pick<ConnectionSearch, "kept" | "order">,
  by: ConnectionOrder["by"],
): string {
  const isTurned = order.by === by && order.direction === "descending";
  return toHref(connectionsPath, { ...kept, sort: by, direction: isTurned ? "ascending" : "descending" });
}
