import "server-only";
import type { DataHandler } from "./handler";

/** `group.updated` may be anything about the group; `group.heartbeat` is sent to see whether we answer. */
export const groupHandlers: Record<string, DataHandler> = {
  "group.updated": { marksGroupChanged: true },
  "group.heartbeat": { marksGroupChanged: false },
};
