import { withVerbSpans } from "../telemetry";
import * as verbs from "./verbs";

export { alertUnopened, type UnopenedRow } from "./alert-unopened";
export { enqueueAlert, type AlertType } from "./enqueue-alert";

export const { sendAlerts } = withVerbSpans("alerts", verbs);
