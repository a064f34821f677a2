import "server-only";
import { readConnectionStates } from "@/db/queries/overview";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { dayMs } from "../durations";
import { walkBack, type StateCounts } from "./walk-back";

const shownDays = 30;

export type ConnectionDay = { day: string; counts: StateCounts };

function toDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/**
 * Connections by state at the end of each of the last 30 days of UTC, the oldest first; the last is now. Exact: what
 * there is now, walked back over the audit log.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function readConnectionHistory(context: Context): Promise<ConnectionDay[]> {
  requireStaffPermission(context, "overview.read");
  const todayMs = Math.floor(context.now().getTime() / dayMs) * dayMs;
  const firstMs = todayMs - (shownDays - 1) * dayMs;
  const days = Array.from({ length: shownDays }, (_, index) => toDay(firstMs + index * dayMs));
  // What changed in the first day is part of what it ended with.
  const { counts, changes } = await readConnectionStates(context.db, new Date(firstMs + dayMs));
  const now: StateCounts = { active: 0, needs_reconnect: 0, disconnected: 0, deactivated: 0 };
  for (const { state, count } of counts) now[state] = count;
  return walkBack(now, changes, days);
}
