import "server-only";
import { z } from "zod";
import type { EventFilter } from "@/db/queries/webhook-event-log";
import { moment, parseFilter } from "../filter";
import { storableText } from "../storable-text";

export type { EventFilter };

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
  return parseFilter(filterSchema, filter);
}
