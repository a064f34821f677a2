import { describe, expect, test } from "vitest";
import { toSafeError } from "../errors";
import { UpstreamError } from ".";
import { refusalOf } from "./errors";

const sentAt = "Fri, 06 Mar 2026 09:00:00 GMT";
const told = (retryAfter: string | null, body: unknown = {}, date: string | null = sentAt) => {
  const headers = new Headers();
  if (retryAfter !== null) headers.set("retry-after", retryAfter);
  if (date !== null) headers.set("date", date);
  return refusalOf(429, body, headers).retryAfterMs;
};

describe("how long Increase asks us to wait", () => {
  test.each<[what: string, ms: number | null, header: string | null, body?: unknown]>([
    ["seconds", 30_000, "30"],
    ["no seconds at all", 0, "0"],
    ["a date, by the clock of the answer", 45_000, "Fri, 06 Mar 2026 09:00:45 GMT"],
    ["a date that has passed", 0, "Fri, 06 Mar 2026 08:59:00 GMT"],
    ["more than an hour", 3_600_000, "86400"],
    ["a date of tomorrow", 3_600_000, "Sat, 07 Mar 2026 09:00:00 GMT"],
    ["digits without end", 3_600_000, "9".repeat(400)],
    ["the body's seconds", 7_000, null, { retry_after: 7 }],
    ["the header, whatever the body says", 5_000, "5", { retry_after: 7 }],
    ["the body, where the header is garbage", 7_000, "soon", { retry_after: 7 }],
    ["a body of more than an hour", 3_600_000, null, { retry_after: 1e300 }],
    ["nothing", null, null],
    ["null in the body", null, null, { retry_after: null }],
    ["text in the body", null, null, { retry_after: "7" }],
    ["a negative number in the body", null, null, { retry_after: -7 }],
    ["a body that is no object", null, null, "retry_after: 7"],
    ["a negative number", null, "-5"],
    ["a word with a number", null, "banana 5"],
    ["a date that is none", null, "Fri, 99 Zzz 2026 09:00:45 GMT"],
    ["two numbers", null, "5, 6"],
    ["an empty header", null, ""],
  ])("%s: %s ms", (_what, ms, header, body) => {
    expect(told(header, body)).toBe(ms);
  });

  test("is measured by our own clock where the answer has none", () => {
    const inAMinute = new Date(Date.now() + 60_000).toUTCString();
    const ms = told(inAMinute, {}, null);
    expect(ms).toBeGreaterThan(50_000);
    expect(ms).toBeLessThanOrEqual(60_000);
  });

  test("is asked of nothing but a 429", () => {
    expect(refusalOf(503, { retry_after: 7 }, new Headers({ "retry-after": "7" })).retryAfterMs).toBeNull();
  });
});

describe("who is told to slow down", () => {
  test.each<[ms: number | null, when: string]>([
    [null, "a minute"],
    [0, "1 second"],
    [1_000, "1 second"],
    [1_001, "2 seconds"],
    [29_400, "30 seconds"],
    [89_000, "89 seconds"],
    [89_001, "2 minutes"],
    [90_000, "2 minutes"],
    [120_001, "3 minutes"],
    [3_600_000, "60 minutes"],
  ])("after %s ms reads when to try again", (ms, when) => {
    expect(toSafeError(new UpstreamError("rate_limited", 429, {}, ms)).message).toBe(
      `Increase is asking us to slow down. Nothing was changed; please try again in ${when}.`,
    );
  });
});
