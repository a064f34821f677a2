import "server-only";
import type { Context } from "../context";
import {
  createEventSubscription,
  deleteEventSubscription,
  listEventSubscriptions,
  type IncreaseEnvironment,
} from "../increase";
import { Secret } from "../vault";
import { webhookSecretsOf } from "./webhook-secrets";

/** Where Increase is to deliver each environment's events. */
export function webhookUrl(siteOrigin: string, environment: IncreaseEnvironment): string {
  return `${siteOrigin}/api/webhooks/increase/${environment}`;
}

type Registrar = Pick<Context, "env" | "increase">;

/**
 * Makes sure that Increase delivers an environment's events to this portal, signed with the secret that it knows.
 * Of an older subscription to the same URL nobody can tell the secret: it is replaced.
 * https://increase.com/documentation/api/event-subscriptions
 * @throws UpstreamError
 */
export async function registerSubscription(
  { env, increase }: Registrar,
  environment: IncreaseEnvironment,
): Promise<void> {
  const platform = increase.platform(environment);
  const url = webhookUrl(env.AUTH_URL, environment);
  const [secret = ""] = webhookSecretsOf(env, environment);
  const known = await listEventSubscriptions(platform);
  await createEventSubscription(platform, { url, sharedSecret: new Secret(secret) });
  // The new one first: between the two an event comes twice, not never.
  const older = known.filter((each) => each.url === url && each.status !== "deleted");
  for (const { id } of older) await deleteEventSubscription(platform, id);
}
