import "server-only";
import { z } from "zod";
import type { Secret } from "../vault";
import { reveal } from "../vault/reveal";
import { call, type PlatformClient } from "./client";

const eventSubscription = z
  .object({ id: z.string(), url: z.string(), status: z.string() })
  .transform(({ id, url, status }) => ({ id, url, status }));

export type EventSubscription = z.output<typeof eventSubscription>;

const page = z
  .object({ data: z.array(eventSubscription), next_cursor: z.string().nullable() })
  .transform((wire) => ({ subscriptions: wire.data, nextCursor: wire.next_cursor }));

/** All of the platform's subscriptions. https://increase.com/documentation/api/event-subscriptions @throws UpstreamError */
export async function listEventSubscriptions({ sdk }: PlatformClient): Promise<EventSubscription[]> {
  const all: EventSubscription[] = [];
  let cursor: string | undefined;
  do {
    const { subscriptions, nextCursor } = await call(
      sdk.eventSubscriptions.list({ limit: 100, cursor }),
      page,
    );
    all.push(...subscriptions);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}

/** Increase delivers to `url` from now on, signed with the secret. @throws UpstreamError */
export async function createEventSubscription(
  { sdk }: PlatformClient,
  { url, sharedSecret }: { url: string; sharedSecret: Secret },
): Promise<EventSubscription> {
  const request = sdk.eventSubscriptions.create({ url, shared_secret: reveal(sharedSecret) });
  return call(request, eventSubscription);
}

/** Ends a subscription for good: neither its URL nor its secret can be changed. @throws UpstreamError */
export async function deleteEventSubscription({ sdk }: PlatformClient, id: string): Promise<void> {
  await call(sdk.eventSubscriptions.update(id, { status: "deleted" }), eventSubscription);
}
