import "server-only";

export { deleteOldEvents } from "./delete-old-events";
export { exportEvents } from "./export-events";
export { getEvent } from "./get-event";
export { listEvents } from "./list-events";
export { pollEvents } from "./poll-events";
export { processEvents } from "./process-events";
export { receiveDelivery } from "./receive-delivery";
export { replayEvents } from "./replay-events";
