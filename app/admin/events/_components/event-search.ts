import { z } from "zod";
import { readSearch, searchDay, searchText, toHref, type Search } from "@/lib/search-params";
import type { EventFilter } from "@/lib/webhooks";

export const eventsPath = "/admin/events";

const filters = {
  environment: z.enum(["live", "sandbox"]).optional(),
  group_id: searchText.optional(),
  category: searchText.optional(),
  state: z.enum(["pending", "processed", "dead"]).optional(),
  received_from: searchDay.optional(),
  received_before: searchDay.optional(),
};
const exportSchema = z.object(filters);
const listSchema = z.object({ ...filters, cursor: z.string().max(600).optional() });

/** `kept` are the filters as they stand in the address, without the place in the list. */
export type EventSearch = {
  filter: EventFilter;
  cursor: string | undefined;
  kept: Record<string, string>;
  ignored: string[];
};

function toEventFilter(asked: z.output<typeof exportSchema>): EventFilter {
  return {
    environment: asked.environment,
    groupId: asked.group_id,
    category: asked.category,
    state: asked.state,
    receivedFrom: asked.received_from,
    receivedBefore: asked.received_before,
  };
}

export function readEventSearch(search: Search): EventSearch {
  const { filter, kept, ignored } = readSearch(listSchema, search);
  const { cursor: _cursor, ...keptFilters } = kept;
  return { filter: toEventFilter(filter), cursor: filter.cursor, kept: keptFilters, ignored };
}

export function readEventExport(search: Search): Pick<EventSearch, "filter" | "ignored"> {
  const { filter, ignored } = readSearch(exportSchema, search);
  return { filter: toEventFilter(filter), ignored };
}

export function eventPath(environment: string, eventId: string): string {
  return toHref(`${eventsPath}/${encodeURIComponent(eventId)}`, { environment });
}
