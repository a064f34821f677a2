const relative = new Intl.RelativeTimeFormat("en-US", { numeric: "auto" });
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const exact = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZone: "UTC",
});

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Such as `3 minutes ago`; past thirty days, the date. */
export function formatRelative(at: Date, now: Date): string {
  const differenceMs = at.getTime() - now.getTime();
  const distanceMs = Math.abs(differenceMs);
  if (distanceMs < 45 * secondMs) return "just now";
  if (distanceMs < 45 * minuteMs) return relative.format(awayFromZero(differenceMs / minuteMs), "minute");
  if (distanceMs < 22 * hourMs) return relative.format(awayFromZero(differenceMs / hourMs), "hour");
  if (distanceMs < 30 * dayMs) return relative.format(awayFromZero(differenceMs / dayMs), "day");
  return day.format(at);
}

/** Such as `22 Nov 2026, 18:06:40 UTC`: the server knows no other time zone to be exact in. */
export function formatExact(at: Date): string {
  return `${exact.format(at)} UTC`;
}

/** Rounded, but never to nothing: 50 seconds are a minute. */
function awayFromZero(count: number): number {
  const rounded = Math.round(count);
  return rounded === 0 ? Math.sign(count) : rounded;
}
