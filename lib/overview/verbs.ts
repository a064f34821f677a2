import "server-only";

export { readAttention } from "./read-attention";
export { readConnectionHistory } from "./read-connection-history";
export { readEventActivity } from "./read-event-activity";
