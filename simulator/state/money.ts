import type { Environment } from "../environment";
import { randomId } from "../ids";
import type { Group } from "../seed/groups";
import { createRandom } from "../seed/random";
import { toTransaction } from "../seed/transactions";
import type { AnyEvent, Transaction } from "../wire";
import { appendPosting, postingTemplates } from "./appended-postings";
import { recordEvent } from "./events";
import { ledgerOf } from "./ledgers";
import type { StoredPosting } from "./records";
import type { World } from "./world";

interface Movement {
  environment: Environment;
  group: Group;
  kind: StoredPosting["kind"];
  accountId: string;
  /** The account number or the card it comes by. */
  routeId: string;
  /** Cents, without sign; drawn where not given. */
  amount: number | undefined;
}

/** Money that moves now: a transaction at the end of the account's ledger, and its events. */
export function moveMoney(
  world: World,
  { environment, group, kind, accountId, routeId, amount }: Movement,
): { transaction: Transaction; events: AnyEvent[] } {
  const ledger = ledgerOf(world, environment, group);
  const id = randomId("transaction");
  const template = postingTemplates[kind];
  const cents = amount ?? createRandom(`amount ${id}`).int(...template.cents);
  const stored: StoredPosting = {
    id,
    environment,
    groupId: group.id,
    accountId,
    ...world.nextKey(),
    kind,
    amount: template.direction === "debit" ? -cents : cents,
    routeId,
  };
  world.state.postings.push(stored);
  const transaction = toTransaction(appendPosting(ledger, stored));
  return { transaction, events: recordMovement(world, stored, transaction) };
}

function recordMovement(world: World, stored: StoredPosting, transaction: Transaction): AnyEvent[] {
  const { environment, groupId } = stored;
  const transferId = transaction.source.inbound_ach_transfer?.transfer_id;
  const events: AnyEvent[] = [];
  if (transferId !== undefined) {
    const category = "inbound_ach_transfer.created";
    const objectType = "inbound_ach_transfer";
    events.push(recordEvent(world, { environment, groupId, category, objectId: transferId, objectType }));
  }
  const category = "transaction.created";
  const objectType = "transaction";
  events.push(recordEvent(world, { environment, groupId, category, objectId: transaction.id, objectType }));
  return events;
}
