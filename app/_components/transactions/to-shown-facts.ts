import { toAmount } from "@/app/_components/ui/money";
import { formatRelative } from "@/app/_components/ui/relative-time";
import { formatMoment, formatShortDay } from "@/lib/time-zone";
import type { FactValue, Facts } from "./fact";
import type { ShownFact, ShownValue } from "./shown-fact";
import { toFacts, type Source } from "./to-facts";

export type Clock = { timeZone: string; now: Date };

function more(count: number): string {
  return `… and ${count.toLocaleString("en-US")} more`;
}

function toShownValue(value: FactValue, clock: Clock): ShownValue {
  switch (value.kind) {
    case "money":
      return { kind: "money", ...toAmount(value) };
    case "figure":
    case "text":
      return value.text;
    case "moment": {
      const title = formatRelative(value.at, clock.now, clock.timeZone);
      return { ...toShownMoment(value.at, clock), title };
    }
    case "day":
      return {
        kind: "time",
        text: `${formatShortDay(value.day)} ${value.day.slice(0, 4)}`,
        dateTime: value.day,
      };
    case "code":
      return { kind: "code", text: value.text };
    case "facts":
      return { kind: "facts", facts: toRows(value.facts, clock) };
    case "list": {
      const items = value.items.map((item) => toShownValue(item, clock));
      return { kind: "list", items: value.leftOutCount > 0 ? [...items, more(value.leftOutCount)] : items };
    }
  }
}

function toRows({ facts, leftOutCount }: Facts, clock: Clock): ShownFact[] {
  const rows = facts.map(({ label, value }): ShownFact => [label, toShownValue(value, clock)]);
  return leftOutCount > 0 ? [...rows, ["Not shown", more(leftOutCount)]] : rows;
}

export function toShownMoment(at: Date, { timeZone }: Clock) {
  return { kind: "time", text: formatMoment(at, timeZone), dateTime: at.toISOString() } as const;
}

/** What Increase tells of a transaction beyond its amount: the particulars of its source, whatever its category. */
export function toShownSource(source: Source, currency: string, clock: Clock): ShownFact[] {
  const rows = toRows(toFacts(source, currency), clock);
  return rows.length === 0 ? [["Further details", "Increase gives none."]] : rows;
}
