import "server-only";
import type { DeliveredEvent } from "@/db/queries/webhook-events";
import { findUpstreamHandler } from "./handlers";
import { notAnEvent, type ParsedEvent } from "./parse-event";

/** A customer who leaves does not queue behind everybody's transactions: such events were due since ever. */
const dueFirst = new Date(0);

/** Where an event begins its life in the inbox: waiting, or dead where nobody could ever process it. */
export function toQueued(
  { event }: ParsedEvent,
  now: Date,
): Pick<DeliveredEvent, "state" | "dueAt" | "attempts"> {
  if (event === null) {
    const attempt = { at: now.toISOString(), outcome: "failed", error: notAnEvent } as const;
    return { state: "dead", dueAt: now, attempts: [attempt] };
  }
  const isUrgent = findUpstreamHandler(event.category) !== undefined;
  return { state: "pending", dueAt: isUrgent ? dueFirst : now, attempts: [] };
}
