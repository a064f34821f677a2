import "server-only";
import type { DeliveredEvent } from "@/db/queries/webhook-events";
import type { Context } from "../context";
import type { IncreaseEnvironment } from "../increase";
import { currentTraceParent, instruments } from "../telemetry";
import { keyOfDelivery, parseEvent } from "./parse-event";
import { toQueued } from "./to-queued";
import { readBody } from "./read-body";
import { verifyDelivery, type Verdict } from "./verify";
import { webhookSecretsOf } from "./webhook-secrets";

export type Receipt =
  { kind: "stored" } | { kind: "stale"; skewSeconds: number } | { kind: "forged" } | { kind: "too_large" };

const keptHeaders = ["webhook-id", "webhook-timestamp", "increase-group-id", "content-type", "user-agent"];
const groupIdHeader = "increase-group-id";
/** Repeated, the header arrives as one with a comma in it. */
const onlyGroupId = /^[A-Za-z0-9_-]{1,200}$/;

function readGroupId(headers: Headers): Pick<DeliveredEvent, "claimedGroupId" | "attribution"> {
  const given = headers.get(groupIdHeader);
  if (given === null) return { claimedGroupId: null, attribution: null };
  return onlyGroupId.test(given)
    ? { claimedGroupId: given, attribution: null }
    : { claimedGroupId: null, attribution: "unattributed" };
}

function pickHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value.slice(0, 500)]];
    }),
  );
}

const notUnderstood = { category: null, associatedObjectId: null, associatedObjectType: null };

async function store(
  { inbox, now }: Context,
  environment: IncreaseEnvironment,
  request: Request,
  bytes: Buffer,
  { webhookId, text }: Extract<Verdict, { kind: "authentic" }>,
): Promise<void> {
  const parsed = parseEvent(text);
  const receivedAt = now();
  if (parsed.event === null) instruments().deadLetters.add(1, { environment });
  await inbox.put({
    environment,
    eventId: parsed.id ?? keyOfDelivery(webhookId, text),
    body: bytes,
    headers: pickHeaders(request.headers),
    receivedAt,
    traceParent: currentTraceParent(),
    ...readGroupId(request.headers),
    ...(parsed.event ?? notUnderstood),
    ...toQueued(parsed, receivedAt),
  });
}

/**
 * Takes one delivery of Increase's: raw bytes, size, signature, freshness, and one committed INSERT. Nothing is
 * done about the event yet. Being signed is the only permission, and nothing of it is believed before that.
 * https://increase.com/documentation/webhooks
 * @throws whatever kept it from being stored; Increase must then try again
 */
export async function receiveDelivery(
  context: Context,
  environment: IncreaseEnvironment,
  request: Request,
): Promise<Receipt> {
  const { env, now } = context;
  const bytes = await readBody(request);
  if (bytes === null) return { kind: "too_large" };
  const secrets = webhookSecretsOf(env, environment);
  const acceptsLegacy = env.INCREASE_LEGACY_SIGNATURE;
  const verdict = verifyDelivery(request.headers, bytes, { secrets, acceptsLegacy, now: now() });
  if (verdict.kind !== "authentic") return verdict;
  await store(context, environment, request, bytes, verdict);
  return { kind: "stored" };
}
