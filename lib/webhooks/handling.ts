import "server-only";
import type { DueEvent } from "@/db/queries/webhook-events";
import { instruments, recordSpanAfter, withSpanAfter, type SpanAttributes } from "../telemetry";

type Handled = Pick<DueEvent, "environment" | "eventId" | "category" | "traceParent">;

const spanName = "webhooks.handle";

function attributesOf({ environment, eventId, category }: Handled): SpanAttributes {
  return {
    "portal.environment": environment,
    "portal.event_id": eventId,
    "portal.category": category ?? undefined,
  };
}

/** Handles one event, in the trace that its receipt began. */
export function inReceiptsTrace<T>(event: Handled, work: () => Promise<T>): Promise<T> {
  return withSpanAfter(event.traceParent, spanName, attributesOf(event), work);
}

/** Says of events that they were handled together, each in its own receipt's trace. */
export function noteHandledTogether(events: Handled[], startedAt: Date): void {
  for (const event of events) {
    recordSpanAfter(event.traceParent, spanName, attributesOf(event), startedAt);
    countHandled(event);
  }
}

export function countHandled({ environment }: Pick<Handled, "environment">): void {
  instruments().handled.add(1, { environment, outcome: "processed" });
}
