import "server-only";
import { z } from "zod";
import type { Secret } from "../vault";
import { reveal } from "../vault/reveal";
import { call, type PlatformClient } from "./client";

const eventSubscription = z
  .object({
    id: z.string(),
    url: z.string(),
    status: z.string(),
    oauth_connection_id: z.string().nullish(),
    selected_event_categories: z.array(z.object({ event_category: z.string().nullish() })).nullish(),
  })
  .transform((wire) => ({
    id: wire.id,
    url: wire.url,
    /** `active`, `disabled` or `deleted`; of old also `requires_attention`, and Increase may add others. */
    status: wire.status,
    /** Null: it is for the platform's own events and those of all connected groups. */
    oauthConnectionId: wire.oauth_connection_id ?? null,
    /** Null: all of them. */
    categories: wire.selected_event_categories?.flatMap(({ event_category }) => event_category ?? []) ?? null,
  }));

export type EventSubscription = z.output<typeof eventSubscription>;

const page = z
  .object({ data: z.array(eventSubscription), next_cursor: z.string().nullable() })
  .transform((wire) => ({ subscriptions: wire.data, nextCursor: wire.next_cursor }));

/** All of the platform's subscriptions. https://increase.com/documentation/api/event-subscriptions @throws UpstreamError */
export async function listEventSubscriptions({ sdk }: PlatformClient): Promise<EventSubscription[]> {
  const all: EventSubscription[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const { subscriptions, nextCursor } = await call(
      sdk.eventSubscriptions.list({ limit: 100, cursor }),
      page,
    );
    all.push(...subscriptions);
    // A cursor that comes again would lead round for ever.
    cursor = nextCursor === null || seen.has(nextCursor) ? undefined : nextCursor;
    if (cursor !== undefined) seen.add(cursor);
  } while (cursor !== undefined);
  return all;
}

/**
 * Increase delivers to `url` from now on, signed with the secret.
 * @param idempotencyKey with one that was used before, Increase answers what it made then, whatever became of it
 * @throws UpstreamError
 */
export async function createEventSubscription(
  { sdk }: PlatformClient,
  { url, sharedSecret, idempotencyKey }: { url: string; sharedSecret: Secret; idempotencyKey?: string },
): Promise<EventSubscription> {
  const request = sdk.eventSubscriptions.create(
    { url, shared_secret: reveal(sharedSecret) },
    { idempotencyKey },
  );
  return call(request, eventSubscription);
}

/** Ends a subscription for good: neither its URL nor its secret can be changed. @throws UpstreamError */
export async function deleteEventSubscription({ sdk }: PlatformClient, id: string): Promise<void> {
  await call(sdk.eventSubscriptions.update(id, { status: "deleted" }), eventSubscription);
}
