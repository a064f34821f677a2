import type { ShownFact } from "./shown-fact";
import type { Source } from "./to-facts";
import { toShownMoment, toShownSource, type Clock } from "./to-shown-facts";

/** What an account number or a card is called, by its id. */
export type RouteNames = ReadonlyMap<string, string>;

type Entry = {
  id: string;
  createdAt: Date;
  routeId: string | null;
  currency: string;
  source: Source;
};

/** All that there is to know of a transaction. `own`: facts of its kind alone. */
export function entryFacts(
  { id, createdAt, routeId, currency, source }: Entry,
  { routes, clock, own }: { routes: RouteNames; clock: Clock; own: readonly ShownFact[] },
): ShownFact[] {
  const name = routeId === null ? undefined : routes.get(routeId);
  return [
    ["Time", toShownMoment(createdAt, clock)],
    ...(routeId === null ? [] : [cameThrough(routeId, name)]),
    ["Id", { kind: "code", text: id }],
    ...own,
    ...toShownSource(source, currency, clock),
  ];
}

function cameThrough(routeId: string, name: string | undefined): ShownFact {
  return ["Came through", { kind: "code", text: routeId, ...(name === undefined ? {} : { name }) }];
}
