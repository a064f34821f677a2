import "server-only";
import { listUpstreamCalls } from "@/db/queries/upstream";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { hourMs } from "../durations";
import { percentileAtMostMs } from "./latency";

export type UpstreamHour = {
  hour: Date;
  calls: number;
  failed: number;
  /** Half of the calls took no longer than this; null where there was none. */
  halfAtMostMs: number | null;
  /** 95 of 100 took no longer than this. */
  mostAtMostMs: number | null;
};

const shownHours = 24;

/**
 * The calls to Increase of the last 24 hours, live and sandbox together, the oldest hour first, each hour there.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function readUpstream(context: Context): Promise<UpstreamHour[]> {
  requireStaffPermission(context, "overview.read");
  const thisHourMs = Math.floor(context.now().getTime() / hourMs) * hourMs;
  const firstMs = thisHourMs - (shownHours - 1) * hourMs;
  const counts = await listUpstreamCalls(context.db, new Date(firstMs));
  return Array.from({ length: shownHours }, (_, index) => {
    const hour = new Date(firstMs + index * hourMs);
    const ofHour = counts.filter((count) => count.hour.getTime() === hour.getTime());
    const sum = (rows: typeof ofHour) => rows.reduce((total, { calls }) => total + calls, 0);
    return {
      hour,
      calls: sum(ofHour),
      failed: sum(ofHour.filter(({ outcome }) => outcome === "failed")),
      halfAtMostMs: percentileAtMostMs(ofHour, 0.5),
      mostAtMostMs: percentileAtMostMs(ofHour, 0.95),
    };
  });
}
