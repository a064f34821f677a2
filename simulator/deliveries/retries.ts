import { secondMs } from "../clock";
import type { Environment } from "../environment";

const liveRetries = 7;
const firstRetryMs = 48 * secondMs;

/**
 * How long after the attempt that just failed the next one is due, by the simulator's clock; null where
 * there is none. Live: 7 retries over some 73 hours. Sandbox: none. https://increase.com/documentation/webhooks
 */
export function retryDelayMs(environment: Environment, attemptsMade: number): number | null {
  if (environment === "sandbox" || attemptsMade > liveRetries) return null;
  return firstRetryMs * 4 ** (attemptsMade - 1);
}
