import "server-only";
import { z } from "zod";
import type { AuditFilter } from "@/db/queries/audit";
import { moment, parseFilter } from "../filter";
import { searchText } from "../search-params";
import { auditActions } from "./audit-actions";

export type { AuditFilter };

const filterSchema = z.object({
  actorKind: z.enum(["customer", "staff", "increase", "system"]).optional(),
  actorId: searchText.optional(),
  action: z.enum(auditActions).optional(),
  groupId: searchText.optional(),
  targetId: searchText.optional(),
  from: moment.optional(),
  before: moment.optional(),
});

/** @throws AppError `invalid_input` */
export function parseAuditFilter(filter: AuditFilter): AuditFilter {
  return parseFilter(filterSchema, filter);
}
