export { deleteOldCalls } from "./delete-old-calls";
export { latencyBoundsMs, slowerThanAllMs } from "./latency";
export { readUpstream, type UpstreamHour } from "./read-upstream";
export { createUpstreamLog, type UpstreamLog } from "./upstream-log";
