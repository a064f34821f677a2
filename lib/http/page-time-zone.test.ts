import { expect, test, vi } from "vitest";
import { readTimeZone } from "./page-time-zone";

const browser = vi.hoisted(() => ({ cookies: new Map<string, { value: string }>() }));
vi.mock("next/headers", () => ({ cookies: () => Promise.resolve(browser.cookies) }));

test("a page counts its days in the zone of its browser", async () => {
  browser.cookies.set("time_zone", { value: "America/New_York" });
  expect(await readTimeZone()).toBe("America/New_York");
});

test("a page whose browser has said nothing yet counts in UTC", async () => {
  browser.cookies.clear();
  expect(await readTimeZone()).toBe("UTC");
});

test.each(["", "+14:00", "Mars/Olympus", "2026-11-22[Asia/Tokyo]", "UTC; path=/", "x".repeat(4_000)])(
  "a cookie of somebody else's making changes nothing: %.30j",
  async (value) => {
    browser.cookies.set("time_zone", { value });
    expect(await readTimeZone()).toBe("UTC");
  },
);
