import "server-only";
import type { Env } from "../env";
import type { IncreaseEnvironment } from "../increase";

/** What an environment's deliveries may be signed with; the first is what new subscriptions sign with. */
export function webhookSecretsOf(env: Env, environment: IncreaseEnvironment): Env["INCREASE_WEBHOOK_SECRET"] {
  return environment === "live" ? env.INCREASE_WEBHOOK_SECRET : env.INCREASE_SANDBOX_WEBHOOK_SECRET;
}
