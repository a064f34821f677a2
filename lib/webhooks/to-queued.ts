import "server-only";
import type { DeliveredEvent } from "@/db/queries/webhook-events";
import { findUpstreamHandler } from "./handlers";
import { notAnEvent, type ParsedEvent } from "./parse-event";

/** Due dates far in the past put departures first, and then arrivals, before all else. */
const dueOf = { left: new Date(0), came: new Date(1) };

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
  const dueAt = event.category.endsWith(".deactivated") ? dueOf.left : dueOf.came;
  return { state: "pending", dueAt: isUrgent ? dueAt : now, attempts: [] };
}
