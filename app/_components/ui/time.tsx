import { utc } from "@/lib/time-zone";
import { formatExact, formatRelative } from "./relative-time";

/**
 * How long ago, with the exact time on hover and in the markup. Made on the server: `now` is the request's, `timeZone`
 * the page's.
 */
export function Time({ at, now, timeZone = utc }: { at: Date; now: Date; timeZone?: string }) {
  return (
    <time
      dateTime={at.toISOString()}
      title={formatExact(at, timeZone)}
      className="whitespace-nowrap tabular-nums"
    >
      {formatRelative(at, now, timeZone)}
    </time>
  );
}
