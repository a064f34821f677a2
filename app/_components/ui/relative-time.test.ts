import { expect, test } from "vitest";
import { formatExact, formatReadAt, formatRelative } from "./relative-time";

const now = new Date("2026-11-22T18:00:00Z");
const before = (seconds: number) => new Date(now.getTime() - seconds * 1000);

test.each([
  [0, "just now"],
  [44, "just now"],
  [46, "1 minute ago"],
  [44 * 60, "44 minutes ago"],
  [46 * 60, "1 hour ago"],
  [21 * 3600, "21 hours ago"],
  [23 * 3600, "yesterday"],
  [3 * 86_400, "3 days ago"],
  [31 * 86_400, "22 Oct 2026"],
  [-3600, "in 1 hour"],
])("%d seconds ago reads %s", (seconds, text) => {
  expect(formatRelative(before(seconds), now)).toBe(text);
});

test("the exact time is to the second, and says its zone", () => {
  expect(formatExact(now)).toBe("22 Nov 2026, 18:00:00 UTC");
  expect(formatExact(now, "America/New_York")).toBe("22 Nov 2026, 13:00:00 EST");
});

test("what was read has its time on the clock, and its date where that is not today's", () => {
  expect(formatReadAt(before(40), now, "America/New_York")).toBe("at 12:59:20 EST");
  expect(formatReadAt(new Date("2026-11-22T04:59:59Z"), now, "UTC")).toBe("at 04:59:59 UTC");
  expect(formatReadAt(new Date("2026-11-22T04:59:59Z"), now, "America/New_York")).toBe(
    "on 21 Nov 2026, 23:59:59 EST",
  );
});

test("a date is that of the page's time zone", () => {
  const evening = new Date("2026-09-02T01:00:00Z");
  expect(formatRelative(evening, now)).toBe("2 Sep 2026");
  expect(formatRelative(evening, now, "America/New_York")).toBe("1 Sep 2026");
});
