import { z } from "zod";
import { auditActions, type AuditFilter } from "@/lib/audit";
import { readSearch, searchDay, searchText, type Search } from "@/lib/search-params";

export const auditPath = "/admin/audit";

const filters = {
  actor_kind: z.enum(["customer", "staff", "increase", "system"]).optional(),
  actor_id: searchText.optional(),
  action: z.enum(auditActions).optional(),
  group_id: searchText.optional(),
  target_id: searchText.optional(),
  from: searchDay.optional(),
  before: searchDay.optional(),
};
const exportSchema = z.object(filters);
const listSchema = z.object({ ...filters, cursor: z.string().max(40).optional() });

/** `kept` are the filters as they stand in the address, without the place in the list. */
export type AuditSearch = {
  filter: AuditFilter;
  cursor: string | undefined;
  kept: Record<string, string>;
  ignored: string[];
};

function toAuditFilter(asked: z.output<typeof exportSchema>): AuditFilter {
  return {
    actorKind: asked.actor_kind,
    actorId: asked.actor_id,
    action: asked.action,
    groupId: asked.group_id,
    targetId: asked.target_id,
    from: asked.from,
    before: asked.before,
  };
}

export function readAuditSearch(search: Search): AuditSearch {
  const { filter, kept, ignored } = readSearch(listSchema, search);
  const { cursor: _cursor, ...keptFilters } = kept;
  return { filter: toAuditFilter(filter), cursor: filter.cursor, kept: keptFilters, ignored };
}

export function readAuditExport(search: Search): Pick<AuditSearch, "filter" | "ignored"> {
  const { filter, ignored } = readSearch(exportSchema, search);
  return { filter: toAuditFilter(filter), ignored };
}
