import "server-only";

export { deleteOldCalls } from "./delete-old-calls";
export { readUpstream } from "./read-upstream";
