import "server-only";
import { z } from "zod";
import type { ConnectionFilter } from "@/db/queries/connection-list";
import { connectionStates, oauthScopes } from "@/db/schema";
import { moment, parseFilter } from "../filter";
import { searchText } from "../search-params";

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
  return parseFilter(filterSchema, filter);
}
