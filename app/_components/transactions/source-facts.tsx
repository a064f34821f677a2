import { Id } from "@/app/_components/ui/id";
import { Money } from "@/app/_components/ui/money";
import { formatRelative } from "@/app/_components/ui/relative-time";
import { formatMoment, formatShortDay } from "@/lib/time-zone";
import type { FactValue, Facts } from "./fact";
import { toFacts, type Source } from "./to-facts";

type Clock = { timeZone: string; now: Date };

/** What Increase tells of a transaction beyond its amount: the particulars of its source, whatever its category. */
export function SourceFacts({
  source,
  currency,
  timeZone,
  now,
}: { source: Source; currency: string } & Clock) {
  const { facts, leftOutCount } = toFacts(source, currency);
  if (facts.length === 0 && leftOutCount === 0) {
    return <p className="text-small text-ink-faint">Increase gives no further details of it.</p>;
  }
  return (
    <dl className="text-small">
      {facts.map(({ key, label, value }) => (
        <div key={key} className="grid gap-x-6 py-1 sm:grid-cols-[13rem_1fr]">
          <dt className="wrap-anywhere text-ink-faint">{label}</dt>
          <dd className="min-w-0">
            <Value value={value} clock={{ timeZone, now }} />
          </dd>
        </div>
      ))}
      <LeftOut count={leftOutCount} />
    </dl>
  );
}

/** Facts of a fact: a name and its value in one line, so that they fit however deep they are. */
function InnerFacts({ facts: { facts, leftOutCount }, clock }: { facts: Facts; clock: Clock }) {
  return (
    <dl className="border-l border-line pl-3">
      {facts.map(({ key, label, value }) => (
        <div key={key} className="flex flex-wrap gap-x-3">
          <dt className="wrap-anywhere text-ink-faint">{label}</dt>
          <dd className="min-w-0">
            <Value value={value} clock={clock} />
          </dd>
        </div>
      ))}
      <LeftOut count={leftOutCount} />
    </dl>
  );
}

function more(count: number): string {
  return `… and ${count.toLocaleString("en-US")} more`;
}

function LeftOut({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <div>
      <dt className="sr-only">Not shown</dt>
      <dd className="text-ink-faint">{more(count)}</dd>
    </div>
  );
}

function Value({ value, clock }: { value: FactValue; clock: Clock }) {
  switch (value.kind) {
    case "money":
      return <Money amountCents={value.amountCents} currency={value.currency} />;
    case "figure":
      return <span className="wrap-anywhere tabular-nums">{value.text}</span>;
    case "moment":
      return <Moment at={value.at} clock={clock} />;
    case "day":
      return <time dateTime={value.day}>{`${formatShortDay(value.day)} ${value.day.slice(0, 4)}`}</time>;
    case "code":
      return <Id>{value.text}</Id>;
    case "text":
      // Attack: a sender's words with marks of direction in them, which would turn around what stands beside them.
      return <bdi className="wrap-anywhere whitespace-pre-line">{value.text}</bdi>;
    case "facts":
      return <InnerFacts facts={value.facts} clock={clock} />;
    case "list":
      return <Values items={value.items} leftOutCount={value.leftOutCount} clock={clock} />;
  }
}

function Moment({ at, clock: { timeZone, now } }: { at: Date; clock: Clock }) {
  return (
    <time dateTime={at.toISOString()} title={formatRelative(at, now, timeZone)} className="tabular-nums">
      {formatMoment(at, timeZone)}
    </time>
  );
}

function Values({
  items,
  leftOutCount,
  clock,
}: {
  items: readonly FactValue[];
  leftOutCount: number;
  clock: Clock;
}) {
  const numbered = items.map((value, place) => ({ value, place }));
  return (
    <ol className="space-y-1">
      {numbered.map(({ value, place }) => (
        <li key={place}>
          <Value value={value} clock={clock} />
        </li>
      ))}
      {leftOutCount > 0 ? <li className="text-ink-faint">{more(leftOutCount)}</li> : null}
    </ol>
  );
}
