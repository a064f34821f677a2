import { formatExact, formatRelative } from "./relative-time";

/** How long ago, with the exact time on hover and in the markup. Made on the server: `now` is the request's. */
export function Time({ at, now }: { at: Date; now: Date }) {
  return (
    <time dateTime={at.toISOString()} title={formatExact(at)} className="whitespace-nowrap tabular-nums">
      {formatRelative(at, now)}
    </time>
  );
}
