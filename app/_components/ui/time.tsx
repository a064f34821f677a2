import { utc } from "@/lib/time-zone";
import { formatExact, formatReadAt, formatRelative } from "./relative-time";

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

/**
 * When something was read, on the clock, such as `at 18:04:12 EST`: unlike an age it stays true on a page that is left
 * open.
 */
export function ReadTime({ at, now, timeZone }: { at: Date; now: Date; timeZone: string }) {
  return (
    <time dateTime={at.toISOString()} title={formatExact(at, timeZone)} className="tabular-nums">
      {formatReadAt(at, now, timeZone)}
    </time>
  );
}
