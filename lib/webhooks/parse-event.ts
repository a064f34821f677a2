import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { storableText } from "../storable-text";

const eventSchema = z
  .object({
    category: storableText,
    associated_object_id: storableText,
    associated_object_type: storableText,
  })
  .transform((wire) => ({
    category: wire.category,
    associatedObjectId: wire.associated_object_id,
    associatedObjectType: wire.associated_object_type,
  }));

const identified = z.object({ id: storableText });

export const notAnEvent = "The body is not an event: it lacks an id, a category or an associated object.";

export type ParsedEvent = {
  /** The event's own id, if the body has one that can be a key. */
  id: string | null;
  /** What it says, null where that can't be understood. A category that nobody knows yet can be. */
  event: z.output<typeof eventSchema> | null;
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** https://increase.com/documentation/api/events */
export function parseEvent(text: string): ParsedEvent {
  const wire = parseJson(text);
  const id = identified.safeParse(wire);
  const event = id.success ? eventSchema.safeParse(wire) : null;
  return { id: id.data?.id ?? null, event: event?.data ?? null };
}

/** The key of an event whose body has none: the delivery's signed id, or its digest where that is too long. */
export function keyOfDelivery(webhookId: string | null, text: string): string {
  if (webhookId !== null && webhookId.length <= 200) return webhookId;
  const digest = createHash("sha256").update(webhookId ?? text);
  return `sha256:${digest.digest("hex")}`;
}
