import "server-only";
import { z } from "zod";
import { call, type PlatformClient } from "./client";

/** As Increase wrote it: a listed event is kept just as a delivered one. */
const event = z.looseObject({ id: z.string(), created_at: z.coerce.date() });

const page = z
  .object({ data: z.array(z.unknown()), next_cursor: z.string().nullable() })
  .transform(({ data, next_cursor }) => ({
    events: data.flatMap((wire) => {
      const parsed = event.safeParse(wire);
      return parsed.success ? [{ wire, createdAt: parsed.data.created_at }] : [];
    }),
    nextCursor: next_cursor,
    /** Of the page, those that can't be read included. */
    rows: data.length,
  }));

export type EventPage = z.output<typeof page>;

/**
 * One page of the platform's own events, oldest first. The cursor of the last page leads to what comes after it.
 * https://increase.com/documentation/api/events
 * @throws UpstreamError `invalid` also where Increase no longer knows the cursor
 */
export async function listEventsSince(
  { sdk }: PlatformClient,
  { since, cursor }: { since: Date; cursor: string | null },
): Promise<EventPage> {
  const request = sdk.events.list({
    limit: 100,
    created_at: { on_or_after: since.toISOString() },
    order_by: { field: "created_at", direction: "ascending" },
    ...(cursor === null ? {} : { cursor }),
  });
  return call(request, page);
}
