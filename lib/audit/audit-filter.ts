import "server-only";
import { z } from "zod";
import type { AuditFilter } from "@/db/queries/audit";
import { AppError } from "../errors";
import { searchText } from "../search-params";
import { auditActions } from "./audit-actions";

export type { AuditFilter };

const moment = z.date().min(new Date(0)).max(new Date("9999-12-31T00:00:00Z"));

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
  const fitting = filterSchema.safeParse(filter);
  if (fitting.success) return fitting.data;
  throw new AppError(
    "invalid_input",
    "These filters can't be used. Nothing was changed; clear them and try again.",
  );
}
