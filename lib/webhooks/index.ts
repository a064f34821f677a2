import { withVerbSpans } from "../telemetry";
import * as verbs from "./verbs";

export { drainSoon, joinDrain } from "./drain-soon";
export type { ReceivedEvent } from "./get-event";
export { eventsPerPage, type EventFilter, type ListedEvent } from "./list-events";
export { noteForgedDelivery } from "./note-forged-delivery";
export { noteStaleDelivery } from "./note-stale-delivery";
export { PollState } from "./poll-events";
export type { Processed } from "./process-events";
export type { Receipt } from "./receive-delivery";
export { registerSubscription, webhookUrl } from "./register-subscriptions";

export const {
  deleteOldEvents,
  exportEvents,
  getEvent,
  listEvents,
  pollEvents,
  processEvents,
  receiveDelivery,
  replayEvents,
} = withVerbSpans("webhooks", verbs);
