export { readAttention, type Attention } from "./read-attention";
export { readConnectionHistory, type ConnectionDay } from "./read-connection-history";
export { readEventActivity, type EventHour } from "./read-event-activity";
