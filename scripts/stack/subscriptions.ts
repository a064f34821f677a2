import { parseEnv } from "@/lib/env";
import {
  deleteEventSubscription,
  listEventSubscriptions,
  type IncreaseEnvironment,
  type IncreaseGateway,
} from "@/lib/increase";
import { openIncrease } from "@/lib/services";
import { registerSubscription, webhookUrl } from "@/lib/webhooks";
import { portalEnvironment, type StackUrls } from "./environment";
import { Problem } from "./problem";

const environments = ["live", "sandbox"] as const;

/** Has the local Increase deliver to the portal, through the API, as a platform does once. */
export async function subscribePortal(urls: StackUrls): Promise<void> {
  const parsed = parseEnv(portalEnvironment(urls));
  if (!parsed.ok) throw new Problem(`The demo's environment is faulty: ${parsed.problems.join("; ")}`);
  const { env } = parsed;
  const increase = openIncrease(env);
  for (const environment of environments) {
    await registerSubscription({ env, increase }, environment);
    await endOldPorts(increase, environment, webhookUrl(env.AUTH_URL, environment));
  }
}

/** A portal that had another port in an earlier demo listens there no more. */
async function endOldPorts(increase: IncreaseGateway, environment: IncreaseEnvironment, url: string) {
  const platform = increase.platform(environment);
  const { pathname } = new URL(url);
  for (const known of await listEventSubscriptions(platform)) {
    const isOld = known.url !== url && new URL(known.url).pathname === pathname;
    if (isOld && known.status !== "deleted") await deleteEventSubscription(platform, known.id);
  }
}
