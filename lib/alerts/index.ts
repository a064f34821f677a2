import { withVerbSpans } from "../telemetry";
import * as verbs from "./verbs";

export { alertUnopened } from "./alert-unopened";
export { enqueueAlert } from "./enqueue-alert";

export const { sendAlerts } = withVerbSpans("alerts", verbs);
