import { wholeSecondMs } from "../clock";
import type { Environment } from "../environment";
import { randomId } from "../ids";
import type { Group } from "../seed/groups";
import { createRandom } from "../seed/random";
import { templateOf } from "../seed/templates";
import { toTransaction } from "../seed/transactions";
import type { AnyEvent, AnyTransaction, GivenSource } from "../wire";
import { recordEvent } from "./events";
import { ledgerOf } from "./ledgers";
import type { StoredPosting } from "./records";
import type { World } from "./world";
import { insertPosting } from "./written-postings";

interface Movement {
  environment: Environment;
  group: Group;
  /** What it is; beside a source of the test's own, what it is most like. */
  kind: StoredPosting["kind"];
  accountId: string;
  /** The account number or the card it comes by. */
  routeId: string | null;
  /** Cents, negative for money that goes out; drawn where not given. */
  amount: number | undefined;
  description?: string | undefined;
  source?: GivenSource | undefined;
  /** Now, where not given. */
  atMs?: number | undefined;
}

/** Money that moves: a transaction at its place in the account's ledger, and its events, which happen now. */
export function moveMoney(
  world: World,
  movement: Movement,
): { transaction: AnyTransaction; events: AnyEvent[] } {
  const { environment, group, kind, accountId, routeId, atMs } = movement;
  const ledger = ledgerOf(world, environment, group);
  const id = randomId("transaction");
  const key = world.nextKey();
  const stored: StoredPosting = {
    id,
    environment,
    groupId: group.id,
    accountId,
    sequence: key.sequence,
    at: atMs === undefined ? key.at : wholeSecondMs(atMs),
    kind,
    amount: movement.amount ?? drawAmount(id, kind),
    routeId,
    description: movement.description ?? null,
    source: movement.source ?? null,
  };
  world.state.postings.push(stored);
  const posting = insertPosting(ledger, stored);
  const transaction = toTransaction(posting);
  return { transaction, events: recordMovement(world, stored, transaction) };
}

function drawAmount(id: string, kind: StoredPosting["kind"]): number {
  const { direction, cents } = templateOf(kind);
  const amount = createRandom(`amount ${id}`).int(...cents);
  return direction === "debit" ? -amount : amount;
}

function recordMovement(world: World, stored: StoredPosting, { id, source }: AnyTransaction): AnyEvent[] {
  const { environment, groupId } = stored;
  const events: AnyEvent[] = [];
  const transferId = stored.source === null ? inboundAchTransferOf(source) : null;
  if (transferId !== null) {
    const category = "inbound_ach_transfer.created";
    const objectType = "inbound_ach_transfer";
    events.push(recordEvent(world, { environment, groupId, category, objectId: transferId, objectType }));
  }
  const category = "transaction.created";
  const objectType = "transaction";
  events.push(recordEvent(world, { environment, groupId, category, objectId: id, objectType }));
  return events;
}

function inboundAchTransferOf({ inbound_ach_transfer: detail }: AnyTransaction["source"]): string | null {
  if (typeof detail !== "object" || detail === null || !("transfer_id" in detail)) return null;
  return typeof detail.transfer_id === "string" ? detail.transfer_id : null;
}
