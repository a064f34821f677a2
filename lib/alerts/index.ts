import { withVerbSpans } from "../telemetry";
import * as verbs from "./verbs";

export { enqueueAlert, type AlertType } from "./enqueue-alert";

export const { sendAlerts } = withVerbSpans("alerts", verbs);
