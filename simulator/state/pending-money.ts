import { isoTime, wholeSecondMs } from "../clock";
import { randomId } from "../ids";
import { createRandom } from "../seed/random";
import type { PendingRow } from "../seed/rows";
import { pendingTemplates } from "../seed/sources/pending";
import type { AnyEvent, AnyPendingTransaction, GivenSource, PendingTransaction } from "../wire";
import { recordEvent } from "./events";
import { ledgerOf } from "./ledgers";
import type { World } from "./world";
import { writeRow } from "./written-objects";
import type { Place } from "./written-objects";

interface Hold {
  /** What it is; beside a source of the test's own, what it is most like. */
  kind: PendingTransaction["source"]["category"];
  accountId: string;
  routeId: string | null;
  /** Cents, negative for money that goes out; drawn where not given. */
  amount: number | undefined;
  /** At most 0. Where not given, the amount of money that goes out. */
  heldAmount: number | undefined;
  description: string | undefined;
  source: GivenSource | undefined;
}

/** Money that waits: from now on it is held from what is available. */
export function holdMoney(
  world: World,
  place: Place,
  hold: Hold,
): { pendingTransaction: AnyPendingTransaction; events: AnyEvent[] } {
  const { kind, accountId, routeId } = hold;
  const ledger = ledgerOf(world, place.environment, place.group);
  const key = world.nextKey();
  const id = randomId("pending_transaction");
  const random = createRandom(id);
  const template = pendingTemplates[kind];
  const drawn = random.int(...template.cents) * (template.direction === "debit" ? -1 : 1);
  const amount = hold.amount ?? drawn;
  const held = hold.heldAmount ?? Math.min(0, amount);
  const detail = template.detail({ id, accountId, amount, at: key.at, transfer: null }, random);
  const isCard = ledger.cards.some(({ value }) => value.id === routeId);
  const value: AnyPendingTransaction = {
    id,
    account_id: accountId,
    amount,
    completed_at: null,
    created_at: isoTime(key.at),
    currency: "USD",
    description: hold.description ?? detail.description,
    held_amount: held,
    route_id: routeId,
    route_type: routeId === null ? null : isCard ? "card" : "account_number",
    source: hold.source ?? detail.source,
    status: "pending",
    type: "pending_transaction",
  };
  writePending(world, place, { ...key, value, heldWhilePending: held });
  return { pendingTransaction: value, events: [recordPending(world, place, "created", id)] };
}

/** It holds nothing any more. Done twice it changes nothing. Null where the group has none with this id. */
export function completeHold(world: World, place: Place, id: string): AnyPendingTransaction | null {
  const rows = ledgerOf(world, place.environment, place.group).pendingTransactions;
  const row = rows.find(({ value }) => value.id === id);
  if (!row || row.value.status === "complete") return row?.value ?? null;
  const completedAt = isoTime(wholeSecondMs(world.clock.nowMs()));
  const value = { ...row.value, completed_at: completedAt, held_amount: 0, status: "complete" as const };
  writePending(world, place, { ...row, value });
  recordPending(world, place, "updated", id);
  return value;
}

function writePending(world: World, place: Place, row: PendingRow): void {
  const rows = ledgerOf(world, place.environment, place.group).pendingTransactions;
  writeRow(place, { rows, written: world.state.pendingTransactions }, row);
}

function recordPending(
  world: World,
  { environment, group }: Place,
  what: "created" | "updated",
  objectId: string,
): AnyEvent {
  const category = `pending_transaction.${what}` as const;
  const objectType = "pending_transaction";
  return recordEvent(world, { environment, groupId: group.id, category, objectId, objectType });
}
