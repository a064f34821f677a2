import "server-only";
import { z } from "zod";
import type { ConnectionFilter } from "@/db/queries/connection-list";
import { connectionStates, oauthScopes } from "@/db/schema";
import { AppError } from "../errors";
import { searchText } from "../search-params";

const moment = z.date().min(new Date(0)).max(new Date("9999-12-31T00:00:00Z"));

const filterSchema = z.object({
  q: searchText.optional(),
  status: z.enum([...connectionStates, "only_at_increase", "only_here"]).optional(),
  oauthApplicationId: searchText.optional(),
  scope: z.enum(oauthScopes).optional(),
  createdFrom: moment.optional(),
  createdBefore: moment.optional(),
  needsAttention: z.boolean().optional(),
});

/** @throws AppError `invalid_input` */
export function parseConnectionFilter(filter: ConnectionFilter): ConnectionFilter {
  const fitting = filterSchema.safeParse(filter);
  if (fitting.success) return fitting.data;
  throw new AppError(
    "invalid_input",
    "These filters can't be used. Nothing was changed; clear them and try again.",
  );
}
