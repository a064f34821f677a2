import type { ReactNode } from "react";
import { Id } from "@/app/_components/ui/id";
import { formatMoment } from "@/lib/time-zone";
import { SourceFacts } from "./source-facts";
import type { Source } from "./to-facts";

export type Clock = { timeZone: string; now: Date };

/** What an account number or a card is called, by its id. */
export type RouteNames = ReadonlyMap<string, string>;

type Entry = {
  id: string;
  createdAt: Date;
  routeId: string | null;
  currency: string;
  source: Source;
};

/** All that there is to know of a transaction. */
export function EntryFacts({
  entry: { id, createdAt, routeId, currency, source },
  routes,
  clock: { timeZone, now },
  children,
}: {
  entry: Entry;
  routes: RouteNames;
  clock: Clock;
  /** Facts of its kind alone. */
  children?: ReactNode;
}) {
  const route = routeId === null ? undefined : routes.get(routeId);
  return (
    <>
      <dl className="text-small">
        <EntryFact name="Time">
          <time dateTime={createdAt.toISOString()} className="tabular-nums">
            {formatMoment(createdAt, timeZone)}
          </time>
        </EntryFact>
        {routeId === null ? null : (
          <EntryFact name="Came through">
            {route === undefined ? null : <bdi className="mr-2 wrap-anywhere">{route}</bdi>}
            <Id className={route === undefined ? "" : "text-ink-faint"}>{routeId}</Id>
          </EntryFact>
        )}
        <EntryFact name="Id">
          <Id>{id}</Id>
        </EntryFact>
        {children}
      </dl>
      <SourceFacts source={source} currency={currency} timeZone={timeZone} now={now} />
    </>
  );
}

/** Laid out as the facts of the source, with which it is one list to look at. */
export function EntryFact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 py-1 sm:grid-cols-[13rem_1fr]">
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
