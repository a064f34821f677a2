import "server-only";

export { sendAlerts } from "./send-alerts";
