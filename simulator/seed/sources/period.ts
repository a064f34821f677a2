import { isoTime } from "../../clock";

/** The calendar month before a moment, as payments for a period carry it. */
export function periodOf(atMs: number): { period_start: string; period_end: string } {
  const date = new Date(atMs);
  const startMs = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1);
  const endMs = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) - 1000;
  return { period_start: isoTime(startMs), period_end: isoTime(endMs) };
}
