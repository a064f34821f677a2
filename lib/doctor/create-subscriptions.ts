import "server-only";
import { createHash, randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import { isAudited } from "@/db/queries/audit";
import { recordAudit } from "../audit";
import { requireSystemPermission } from "../auth/permissions";
import {
  createEventSubscription,
  listEventSubscriptions,
  UpstreamError,
  type EventSubscription,
  type IncreaseEnvironment,
  type PlatformClient,
} from "../increase";
import { Secret } from "../vault";
import { webhookUrl } from "../webhooks";
import { isPortalAt } from "./ask-portal";
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

type Made = { environment: IncreaseEnvironment; subscription: EventSubscription };

/** One entry for a subscription, though several who were answered the same one write it. False: it could not be written. */
async function note(doctor: Doctor, db: Database, { environment, subscription }: Made): Promise<boolean> {
  const { id: targetId, url } = subscription;
  const fact = { action: "event_subscription.created", targetKind: "event_subscription", targetId } as const;
  try {
    await db.transaction(async (tx) => {
      if (await isAudited(tx, fact)) return;
      await recordAudit(tx, doctor, { ...fact, groupId: null, after: { environment, url } });
    });
    return true;
  } catch (error) {
    doctor.log.error({ err: error, environment, targetId }, "the audit log has no entry of a subscription");
    return false;
  }
}

type Missing = { environment: IncreaseEnvironment; url: string; secret: string; known: EventSubscription[] };

async function create(
  platform: PlatformClient,
  { environment, url, secret, known }: Missing,
): Promise<EventSubscription> {
  const sharedSecret = new Secret(secret);
  const createWith = (idempotencyKey: string) =>
    createEventSubscription(platform, { url, sharedSecret, idempotencyKey });
  const made = await createWith(keyFor(environment, url, known));
  // Where Increase lists no deleted ones, the key may be that of one of them.
  return made.status === "deleted" ? createWith(`portal-${environment}-${randomUUID()}`) : made;
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
  // What the audit log can't tell of is not done.
  const database = await doctor.askDatabase();
  if (database.kind !== "ready") {
    return left("the database of DATABASE_URL must be reached, and be migrated, first, for the audit log.");
  }
  const url = webhookUrl(authUrl, environment);
  try {
    const known = (await listEventSubscriptions(platform)).filter((each) => each.url === url);
    const isThere = known.some((each) => each.oauthConnectionId === null && each.status !== "deleted");
    if (isThere) return left(`there is an event subscription to ${url}.`);
    // Attack: whoever answers at an AUTH_URL that was mistyped is sent every customer's events from then on.
    if (!(await isPortalAt(authUrl))) {
      const words = `Nothing was created: no portal answers at AUTH_URL, ${authUrl}. Deploy first, or correct AUTH_URL.`;
      return { environment, done: false, words };
    }
    const subscription = await create(platform, { environment, url, secret: secrets[0] ?? "", known });
    const isNoted = await note(doctor, database.db, { environment, subscription });
    const created = `Created the event subscription ${subscription.id} to ${url}, signed with the first secret of ${secretName}.`;
    const unnoted = " The audit log could not be written to, and has no entry of it.";
    return { environment, done: true, words: isNoted ? created : created + unnoted };
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
 * that are there stay as they are, disabled ones too. None is made at an Increase that can't reach AUTH_URL, nor where no
 * portal answers there, nor without a database for the audit log, which has an entry for each. May run twice, and two at once.
 * https://increase.com/documentation/api/event-subscriptions
 * @throws AppError `not_found` for anybody but a command
 */
export async function createMissingSubscriptions(doctor: Doctor): Promise<Fixed[]> {
  requireSystemPermission(doctor, "setup.fix");
  return Promise.all(environments.map((environment) => fixSide(doctor, environment)));
}
