import { dayMs, isoTime } from "../clock";
import type { Environment } from "../environment";
import { compareKeys } from "../pagination";
import type { Group } from "./groups";
import type { EventRow, Ledger } from "./rows";
import { afterTheSeed } from "./rows";
import { createRandom } from "./random";

/** The events that the newest part of a ledger would have left behind. Older ones Increase has deleted. */
export function seedEvents(ledger: Ledger, group: Group, environment: Environment): EventRow[] {
  const random = createRandom(`events ${group.id} ${environment}`);
  const sinceMs = group.anchorMs - 30 * dayMs;
  const facts = [
    ...ledger.accounts.map(({ at, sequence, value }) => ({
      at,
      sequence,
      id: value.id,
      type: "account" as const,
    })),
    ...ledger.postings.map(({ at, sequence, id }) => ({ at, sequence, id, type: "transaction" as const })),
    ...ledger.pendingTransactions.map(({ at, sequence, value }) => ({
      at,
      sequence,
      id: value.id,
      type: "pending_transaction" as const,
    })),
  ];
  return facts
    .filter((fact) => fact.at >= sinceMs && fact.at < group.anchorMs && fact.sequence < afterTheSeed)
    .toSorted(compareKeys)
    .map(({ at, sequence, id, type }) => ({
      at,
      sequence,
      value: {
        id: random.id("event"),
        associated_object_id: id,
        associated_object_type: type,
        category: `${type}.created` as const,
        created_at: isoTime(at),
        type: "event",
      },
    }));
}
