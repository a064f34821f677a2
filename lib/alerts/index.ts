export { enqueueAlert, type AlertType } from "./enqueue-alert";
export { sendAlerts } from "./send-alerts";
