import "server-only";
import { z } from "zod";
import { AppError } from "./errors";

/** PostgreSQL refuses what lies far outside of these. */
export const moment = z.date().min(new Date(0)).max(new Date("9999-12-31T00:00:00Z"));

/** @throws AppError `invalid_input` for a filter that no row could fit */
export function parseFilter<Filter>(schema: z.ZodType<Filter>, filter: Filter): Filter {
  const fitting = schema.safeParse(filter);
  if (fitting.success) return fitting.data;
  throw new AppError(
    "invalid_input",
    "These filters can't be used. Nothing was changed; clear them and try again.",
  );
}
