import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hourMs } from "./durations";
import {
  addDays,
  dayEnds,
  dayOf,
  describeTimeZone,
  endOfDay,
  formatDay,
  formatMoment,
  formatShortDay,
  isDay,
  recentMonths,
  isTimeZone,
  startOfDay,
  utc,
} from "./time-zone";

const newYork = "America/New_York";
const zones = [
  utc,
  newYork,
  "America/St_Johns",
  "America/Sao_Paulo",
  "America/Havana",
  "America/Nuuk",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Antarctica/Troll",
  "Asia/Kathmandu",
  "Asia/Tehran",
  "Australia/Lord_Howe",
  "Europe/London",
  "Pacific/Apia",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
];
const zone = fc.constantFrom(...zones);
const moment = fc.date({
  min: new Date("1990-01-01"),
  max: new Date("2100-12-31"),
  noInvalidDate: true,
});
const many = { numRuns: 2_000 };
const lengthOf = (day: string, timeZone: string) =>
  (startOfDay(addDays(day, 1), timeZone).getTime() - startOfDay(day, timeZone).getTime()) / hourMs;

describe("a day in any zone", () => {
  test("holds each of its moments, and no other day does", () => {
    fc.assert(
      fc.property(moment, zone, (at, timeZone) => {
        const day = dayOf(at, timeZone);
        const [start, next] = [startOfDay(day, timeZone), startOfDay(addDays(day, 1), timeZone)];
        expect(start.getTime()).toBeLessThanOrEqual(at.getTime());
        expect(at.getTime()).toBeLessThan(next.getTime());
        expect(dayOf(start, timeZone)).toBe(day);
        expect(dayOf(endOfDay(day, timeZone), timeZone)).toBe(day);
        expect(dayOf(new Date(start.getTime() - 1), timeZone) < day).toBe(true);
      }),
      many,
    );
  });

  test("ends one millisecond before the next begins", () => {
    fc.assert(
      fc.property(moment, zone, (at, timeZone) => {
        const day = dayOf(at, timeZone);
        const next = startOfDay(addDays(day, 1), timeZone);
        expect(endOfDay(day, timeZone).getTime() + 1).toBe(next.getTime());
      }),
      many,
    );
  });

  test("is never followed by an earlier one", () => {
    fc.assert(
      fc.property(moment, fc.nat(3 * 24 * hourMs), zone, (at, laterMs, timeZone) => {
        const later = new Date(at.getTime() + laterMs);
        expect(dayOf(at, timeZone) <= dayOf(later, timeZone)).toBe(true);
      }),
      many,
    );
  });

  test("is the clock's own date, but where the clock went back over midnight", () => {
    fc.assert(
      fc.property(moment, zone, (at, timeZone) => {
        const date = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);
        const day = dayOf(at, timeZone);
        if (timeZone !== "America/St_Johns") expect(day).toBe(date);
        else expect([date, addDays(date, 1)]).toContain(day);
      }),
      many,
    );
  });

  test("is as long as the clock's changes make it", () => {
    fc.assert(
      fc.property(moment, zone, (at, timeZone) => {
        const lengthHours = lengthOf(dayOf(at, timeZone), timeZone);
        expect([22, 23, 23.5, 24, 24.5, 25, 26]).toContain(lengthHours);
        if (timeZone === utc) expect(lengthHours).toBe(24);
      }),
      many,
    );
  });

  test("begins and ends in every zone that the runtime knows", () => {
    for (const timeZone of Intl.supportedValuesOf("timeZone")) {
      fc.assert(
        fc.property(moment, (at) => {
          const day = dayOf(at, timeZone);
          expect(at.getTime()).toBeGreaterThanOrEqual(startOfDay(day, timeZone).getTime());
          expect(at.getTime()).toBeLessThanOrEqual(endOfDay(day, timeZone).getTime());
        }),
        { numRuns: 3 },
      );
    }
  });
});

test.each([
  ["2026-03-08", newYork, 23],
  ["2026-11-01", newYork, 25],
  ["2026-11-22", newYork, 24],
  ["2026-10-04", "Australia/Lord_Howe", 23.5],
  ["2026-04-05", "Australia/Lord_Howe", 24.5],
  ["2018-11-04", "America/Sao_Paulo", 23],
  ["2024-04-26", "Africa/Cairo", 23],
  ["2026-11-01", "America/Havana", 25],
  ["2026-03-29", "Antarctica/Troll", 22],
  ["2011-12-30", "Pacific/Apia", 0],
  ["2026-03-08", utc, 24],
])("%s in %s has %d hours", (day, timeZone, hours) => {
  expect(lengthOf(day, timeZone)).toBe(hours);
});

test("a day without a midnight begins when the clock jumps", () => {
  expect(startOfDay("2018-11-04", "America/Sao_Paulo").toISOString()).toBe("2018-11-04T03:00:00.000Z");
  expect(endOfDay("2018-11-03", "America/Sao_Paulo").toISOString()).toBe("2018-11-04T02:59:59.999Z");
  expect(startOfDay("2024-04-26", "Africa/Cairo").toISOString()).toBe("2024-04-25T22:00:00.000Z");
});

test("an evening that the clock went back into belongs to the day that had begun", () => {
  const firstMidnight = new Date("2009-11-01T02:30:00Z");
  expect(startOfDay("2009-11-01", "America/St_Johns")).toEqual(firstMidnight);
  expect(dayOf(new Date(firstMidnight.getTime() - 1), "America/St_Johns")).toBe("2009-10-31");
  const eveningAgain = new Date("2009-11-01T03:00:00Z");
  expect(formatMoment(eveningAgain, "America/St_Johns")).toBe("31 Oct 2009, 23:30:00 UTC−3:30");
  expect(dayOf(eveningAgain, "America/St_Johns")).toBe("2009-11-01");
});

describe("the moments of a chart", () => {
  test.each([
    [7, 7, "2026-11-15", "2026-11-21"],
    [30, 30, "2026-10-23", "2026-11-21"],
    [90, 30, "2026-08-24", "2026-11-19"],
  ] as const)("over %d days are %d ends of days before today", (days, count, first, last) => {
    const ends = dayEnds({ days, now: new Date("2026-11-23T02:00:00Z"), timeZone: newYork });
    expect(ends.map(({ day }) => day)).toHaveLength(count);
    expect([ends.at(0)?.day, ends.at(-1)?.day]).toEqual([first, last]);
    for (const { day, at } of ends) expect(at).toEqual(endOfDay(day, newYork));
  });

  test("are past, in order and evenly spaced, whenever and wherever", () => {
    const span = fc.constantFrom(7 as const, 30 as const, 90 as const);
    fc.assert(
      fc.property(moment, zone, span, (now, timeZone, days) => {
        const ends = dayEnds({ days, now, timeZone });
        expect(ends.length + 1).toBeLessThanOrEqual(31);
        const times = [...ends.map(({ at }) => at.getTime()), now.getTime()];
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        const [, ...following] = [...ends.map(({ day }) => day), dayOf(now, timeZone)];
        const stepDays = days === 90 ? 3 : 1;
        expect(ends.map(({ day }) => addDays(day, stepDays))).toEqual(following);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a time zone's name", () => {
  test("is known for every zone of the runtime, and for the names that browsers still give", () => {
    const names = [...Intl.supportedValuesOf("timeZone"), utc, "US/Eastern", "Asia/Calcutta", "Asia/Kolkata"];
    expect(names.filter((name) => !isTimeZone(name))).toEqual([]);
    expect([...zones, "EST5EDT", "Etc/GMT+5"].filter((name) => !isTimeZone(name))).toEqual([]);
  });

  test.each([
    "",
    "+01:00",
    "-0500",
    "utc",
    "america/new_york",
    "America/Nowhere",
    "PST",
    "Z",
    "2026-11-22[UTC]",
    "2026-11-22T18:00Z[America/New_York]",
    " UTC",
    "UTC\n",
    "<script>",
    "__proto__",
    "constructor",
    `America/${"x".repeat(10_000)}`,
  ])("%j is none", (name) => {
    expect(isTimeZone(name)).toBe(false);
  });

  test("that anybody sends is answered with yes or no", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        expect(isTimeZone(name)).toBeTypeOf("boolean");
      }),
    );
  });
});

test.each([
  ["2026-11-22", true],
  ["2024-02-29", true],
  ["1970-01-01", true],
  ["2026-02-29", false],
  ["2026-13-01", false],
  ["2026-11-00", false],
  ["1969-12-31", false],
  ["9999-12-31", false],
  ["+012026-11-22", false],
  ["2026-11-22T00:00", false],
  ["2026-11-22\n", false],
  ["22.11.2026", false],
  ["20261122", false],
  ["", false],
])("%j is a day: %s", (text, isOne) => {
  expect(isDay(text)).toBe(isOne);
});

test("days are counted over months and leap years", () => {
  expect(addDays("2028-02-28", 2)).toBe("2028-03-01");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  expect(addDays("2026-03-08", 0)).toBe("2026-03-08");
});

test("months are the calendar's where the page is, over a year's end and a leap day", () => {
  const now = new Date("2028-03-01T03:00:00Z");
  expect(recentMonths({ now, timeZone: utc, count: 2 })).toEqual([
    { from: "2028-03-01", to: "2028-03-31", label: "March 2028" },
    { from: "2028-02-01", to: "2028-02-29", label: "February 2028" },
  ]);
  expect(recentMonths({ now, timeZone: newYork, count: 3 }).map(({ from, to }) => [from, to])).toEqual([
    ["2028-02-01", "2028-02-29"],
    ["2028-01-01", "2028-01-31"],
    ["2027-12-01", "2027-12-31"],
  ]);
});

describe("in words", () => {
  const evening = new Date("2026-11-22T23:06:40Z");
  const summer = new Date("2026-07-01T00:30:00Z");

  test("a day", () => {
    expect(formatDay("2026-11-22")).toBe("Sunday, 22 November 2026");
    expect(formatShortDay("2026-11-22")).toBe("22 Nov");
    expect(formatShortDay("2026-09-01")).toBe("1 Sep");
  });

  test.each([
    [evening, utc, "22 Nov 2026, 23:06:40 UTC"],
    [evening, newYork, "22 Nov 2026, 18:06:40 EST"],
    [summer, newYork, "30 Jun 2026, 20:30:00 EDT"],
    [evening, "Europe/Berlin", "23 Nov 2026, 00:06:40 CET"],
    [summer, "Europe/London", "1 Jul 2026, 01:30:00 BST"],
    [evening, "Asia/Kathmandu", "23 Nov 2026, 04:51:40 UTC+5:45"],
    [evening, "America/Sao_Paulo", "22 Nov 2026, 20:06:40 UTC−3"],
  ])("the moment %s in %s", (at, timeZone, text) => {
    expect(formatMoment(at, timeZone)).toBe(text);
  });

  test.each([
    [utc, "UTC"],
    ["Etc/UTC", "UTC"],
    ["Etc/GMT+5", "UTC−5"],
    ["EST5EDT", "EST5EDT (UTC−5)"],
    [newYork, "New York time (UTC−5)"],
    ["Europe/London", "London time (UTC)"],
    ["Asia/Kathmandu", "Kathmandu time (UTC+5:45)"],
    ["America/Argentina/Buenos_Aires", "Buenos Aires time (UTC−3)"],
    ["Australia/Lord_Howe", "Lord Howe time (UTC+11)"],
  ])("the zone %s", (timeZone, text) => {
    expect(describeTimeZone(timeZone, evening)).toBe(text);
  });
});
