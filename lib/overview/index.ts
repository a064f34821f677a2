import { withVerbSpans } from "../telemetry";
import * as verbs from "./verbs";

export type { Attention } from "./read-attention";
export type { ConnectionDay } from "./read-connection-history";
export type { EventHour } from "./read-event-activity";

export const { readAttention, readConnectionHistory, readEventActivity } = withVerbSpans("overview", verbs);
