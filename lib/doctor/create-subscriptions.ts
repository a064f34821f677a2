import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { requireSystemPermission } from "../auth/permissions";
import {
  createEventSubscription,
  listEventSubscriptions,
  UpstreamError,
  type EventSubscription,
  type IncreaseEnvironment,
} from "../increase";
import { Secret } from "../vault";
import { webhookUrl } from "../webhooks";
import type { Doctor } from "./doctor";
import { isLoopback } from "../env";
import { sides } from "./sides";

export type Fixed = { environment: IncreaseEnvironment; done: boolean; words: string };

const environments = ["live", "sandbox"] as const;

/**
 * The same for two who see the same list at once, so that they make one subscription and not two; another once one
 * was deleted, or Increase would answer the deleted one.
 */
function keyFor(environment: IncreaseEnvironment, url: string, known: EventSubscription[]): string {
  const ids = known.map(({ id }) => id).toSorted();
  const seen = createHash("sha256").update(JSON.stringify([environment, url, ids]));
  return `portal-${environment}-${seen.digest("hex").slice(0, 32)}`;
}

async function fixSide(doctor: Doctor, environment: IncreaseEnvironment): Promise<Fixed> {
  const { secret: secretName, key, url: urlName } = sides[environment];
  const { AUTH_URL: authUrl, [secretName]: secrets, [urlName]: apiUrl } = doctor.env;
  const platform = doctor.platform(environment);
  const left = (why: string): Fixed => ({ environment, done: false, words: `Nothing was changed: ${why}` });
  if (authUrl === undefined || secrets === undefined || apiUrl === undefined || platform === null) {
    return left(`AUTH_URL, ${key}, ${urlName} and ${secretName} must be sound first.`);
  }
  if (isLoopback(authUrl) && !isLoopback(apiUrl)) {
    return left(
      `AUTH_URL is an address of this machine, where the Increase of ${urlName} can deliver nothing. Set AUTH_URL to the origin at which the portal is reached from outside.`,
    );
  }
  const url = webhookUrl(authUrl, environment);
  try {
    const known = (await listEventSubscriptions(platform)).filter((each) => each.url === url);
    const isThere = known.some((each) => each.oauthConnectionId === null && each.status !== "deleted");
    if (isThere) return left(`there is an event subscription to ${url}.`);
    const sharedSecret = new Secret(secrets[0] ?? "");
    const create = (idempotencyKey: string) =>
      createEventSubscription(platform, { url, sharedSecret, idempotencyKey });
    let made = await create(keyFor(environment, url, known));
    // Where Increase lists no deleted ones, the key may be that of one of them.
    if (made.status === "deleted") made = await create(`portal-${environment}-${randomUUID()}`);
    return {
      environment,
      done: true,
      words: `Created the event subscription ${made.id} to ${url}, signed with the first secret of ${secretName}.`,
    };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    doctor.log.warn({ err: error, environment }, "an event subscription could not be created");
    return left(
      `Increase did not make an event subscription to ${url}; the check says why, or the log does.`,
    );
  }
}

/**
 * Creates the event subscriptions that are missing: where none to this portal's address is for all connections. Those
 * that are there stay as they are, disabled ones too. None is made at an Increase that can't reach AUTH_URL. May run
 * twice, and two at once.
 * https://increase.com/documentation/api/event-subscriptions
 * @throws AppError `not_found` for anybody but a command
 */
export async function createMissingSubscriptions(doctor: Doctor): Promise<Fixed[]> {
  requireSystemPermission(doctor, "setup.fix");
  return Promise.all(environments.map((environment) => fixSide(doctor, environment)));
}
