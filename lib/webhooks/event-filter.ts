import "server-only";
import { z } from "zod";
import type { EventFilter } from "@/db/queries/webhook-event-log";
import { AppError } from "../errors";
import { storableText } from "./parse-event";

export type { EventFilter };

/** PostgreSQL refuses what lies far outside of these. */
export const moment = z.date().min(new Date(0)).max(new Date("9999-12-31T00:00:00Z"));

const filterSchema = z.object({
  environment: z.enum(["live", "sandbox"]).optional(),
  groupId: storableText.optional(),
  category: storableText.optional(),
  state: z.enum(["pending", "processed", "dead"]).optional(),
  receivedFrom: moment.optional(),
  receivedBefore: moment.optional(),
});

/** @throws AppError `invalid_input` */
export function parseEventFilter(filter: EventFilter): EventFilter {
  const fitting = filterSchema.safeParse(filter);
  if (fitting.success) return fitting.data;
  throw new AppError(
    "invalid_input",
    "These filters can't be used. Nothing was changed; clear them and try again.",
  );
}
