import "server-only";
import { countEventsByHour, type EventCount } from "@/db/queries/overview";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { hourMs } from "../durations";

const shownHours = 24;

export type EventHour = { hour: Date } & Record<EventCount["state"], number>;

/**
 * The events of the last 24 hours by the hour in which they came, the oldest first, each hour there, and what has
 * become of them by now.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function readEventActivity(context: Context): Promise<EventHour[]> {
  requireStaffPermission(context, "overview.read");
  const thisHour = Math.floor(context.now().getTime() / hourMs);
  const first = thisHour - (shownHours - 1);
  const counts = await countEventsByHour(context.db, new Date(first * hourMs));
  return Array.from({ length: shownHours }, (_, index) => {
    const hour: EventHour = {
      hour: new Date((first + index) * hourMs),
      processed: 0,
      pending: 0,
      dead: 0,
    };
    for (const { hourNumber, state, count } of counts) {
      if (hourNumber === first + index) hour[state] = count;
    }
    return hour;
  });
}
