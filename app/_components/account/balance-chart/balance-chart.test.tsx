import type { ComponentProps } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { plot } from "@/app/_components/charts/chart-frame";
import { BalanceChart } from "./balance-chart";
import { BalanceChartSection } from "./balance-chart-section";
import { now, pointsOf, timeZone } from "./testing/points";

const draw = (...cents: (number | null)[]) =>
  renderToStaticMarkup(
    <BalanceChart
      points={pointsOf(...cents)}
      currency="USD"
      timeZone={timeZone}
      days={7}
      retryHref="/again"
    />,
  );
const count = (markup: string, part: string) => markup.split(part).length - 1;
const pathOf = (markup: string) => / d="([^"]*)"/.exec(markup)?.[1] ?? "";

const hrefs = { 7: "/a?q=x&days=7", 30: "/a?q=x&days=30", 90: "/a?q=x&days=90" };
const show = (outcome: ComponentProps<typeof BalanceChartSection>["outcome"], days: 7 | 30 | 90 = 30) =>
  renderToStaticMarkup(
    <BalanceChartSection
      outcome={outcome}
      currency="USD"
      createdAt={new Date("2026-11-22T12:00:00Z")}
      days={days}
      timeZone={timeZone}
      hrefs={hrefs}
      requestId="request-1"
      now={now}
    />,
  );

/** Where a strong line goes across the drawing. */
const strongAt = (...cents: number[]) => [
  ...new Set(
    [...draw(...cents).matchAll(/y1="([\d.]+)"[^>]*class="stroke-line-strong"/g)].map(([, y]) => Number(y)),
  ),
];

describe("the chart", () => {
  test("has a point for each balance that was read and none for another, and its line has the gap", () => {
    const markup = draw(100, 200, null, 300, 400);
    // One more is in the legend.
    expect(count(markup, "<circle")).toBe(4 + 1);
    expect(count(pathOf(markup), "M")).toBe(2);
    expect(markup).toContain("1 of 5 balances could not be read and are left out.");
    expect(markup).toContain('href="/again"');
    expect(count(pathOf(draw(100, 200, 300)), "M")).toBe(1);
    expect(draw(100, 200)).not.toContain("could not be read");
  });

  test("draws zero stronger than the rest, and the lowest line only where that is zero", () => {
    expect(strongAt(0, 100_000)).toEqual([plot.top + plot.height]);
    expect(strongAt(-100_000, 100_000)).toEqual([plot.top + plot.height / 2]);
    expect(strongAt(90_000, 100_000)).toEqual([]);
  });

  test("has a table with every point in full, the latest first, and what was not read by its name", () => {
    const markup = draw(-123_456_789, null, 5);
    const table = markup.slice(markup.indexOf("<table"));
    const rows = [...table.matchAll(/<th role="rowheader".*?<\/tr>/g)].map(([row]) =>
      row.replaceAll(/<[^>]*>/g, "|").replaceAll(/\|+/g, "|"),
    );
    expect(rows).toEqual([
      "|Now: 22 Nov 2026, 18:06:40 EST|Current balance|$0.05|",
      "|Saturday, 21 November 2026|Current balance|Not read|",
      "|Friday, 20 November 2026|Current balance|−$1,234,567.89|",
    ]);
  });

  test("does not give an old balance for now's", () => {
    expect(draw(100, null)).toMatch(/Current balance<span[^>]*>Not read</);
    expect(draw(100, 200)).toMatch(/Current balance<span[^>]*>\$2\.00</);
  });
});

describe("the section", () => {
  test("links to each range at the address as it is, and says which one is shown", () => {
    const markup = show({ ok: true, value: { points: pointsOf(1, 2) } }, 90);
    const links = [...markup.matchAll(/<a href="([^"]*)"( aria-current="true")?/g)].map(
      ([, href, current]) => [href, current !== undefined],
    );
    expect(links).toEqual([
      ["/a?q=x&amp;days=7#balance-chart", false],
      ["/a?q=x&amp;days=30#balance-chart", false],
      ["/a?q=x&amp;days=90#balance-chart", true],
    ]);
    expect(markup).toContain("Now and at the end of every third day, New York time (UTC−5)");
  });

  test("of an account without a past says so, and draws nothing", () => {
    const markup = show({ ok: true, value: { points: pointsOf(100) } });
    expect(markup).toContain("opened on Sunday, 22 November 2026");
    expect(markup).not.toContain("<svg role");
  });

  test("that can't be read says why, and how to try again at the same address", () => {
    const message = "Increase did not answer in time.";
    const markup = show({ ok: false, failure: { code: "increase_unavailable", message } });
    expect(markup).toContain(message);
    expect(markup).toContain('href="/a?q=x&amp;days=30"');
    expect(markup).toContain("request-1");
  });

  test("of a connection that is gone asks for no second try", () => {
    const markup = show({ ok: false, failure: { code: "needs_reconnect", message: "" } });
    expect(markup).not.toContain("Try again");
  });
});
