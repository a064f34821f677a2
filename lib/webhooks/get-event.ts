import "server-only";
import { findWebhookEvent } from "@/db/queries/webhook-event-log";
import type { WebhookEventKey, WebhookEventRow } from "@/db/queries/webhook-events";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { notFound } from "../errors";
import { storableText } from "../storable-text";

/** A received event with everything that is kept of it. */
export type ReceivedEvent = Omit<WebhookEventRow, "body" | "claim" | "claimedUntil"> & {
  /** As it came; bytes that are no UTF-8 can't be in here, since such a body is never authentic. */
  payload: string;
};

/** @throws AppError `not_signed_in`, `not_found`, `not_allowed` */
export async function getEvent(context: Context, key: WebhookEventKey): Promise<ReceivedEvent> {
  requireStaffPermission(context, "event.read");
  // Attack: an address with a NUL in it, which PostgreSQL refuses as an error rather than finding nothing.
  if (!storableText.safeParse(key.eventId).success) throw notFound();
  const row = await findWebhookEvent(context.db, key);
  if (row === null) throw notFound();
  const { body, claim: _claim, claimedUntil: _claimedUntil, ...event } = row;
  return { ...event, payload: body.toString("utf8") };
}
