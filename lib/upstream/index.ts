import { withVerbSpans } from "../telemetry";
import * as verbs from "./verbs";

export { latencyBoundsMs, slowerThanAllMs } from "./latency";
export type { UpstreamHour } from "./read-upstream";
export { createUpstreamLog, type UpstreamLog } from "./upstream-log";

export const { deleteOldCalls, readUpstream } = withVerbSpans("upstream", verbs);
