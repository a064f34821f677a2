import "server-only";
import { listForeignAccounts } from "@/db/queries/known-accounts";
import { openGroupForReading } from "../connections";
import type { Context } from "../context";
import { listTransactions, UpstreamError, type IncreaseEnvironment, type Transaction } from "../increase";

const mostShown = 10;

type Group = { groupId: string; environment: IncreaseEnvironment };

/**
 * Attack, or a fault on the way: an answer that is meant for another customer.
 * @throws UpstreamError `unavailable`
 */
async function requireNoneForeign({ db, log, requestId }: Context, group: Group, items: Transaction[]) {
  const accountIds = [...new Set(items.map(({ accountId }) => accountId))];
  if ((await listForeignAccounts(db, group, accountIds)).length === 0) return;
  const error = new UpstreamError("unavailable", 200, { title: "an answer about another group's account" });
  log.error({ err: error, requestId }, "Increase answered with another group's transactions");
  throw error;
}

/**
 * The last transactions over all of the group's accounts, the newest first.
 * @throws as openGroupForReading does; UpstreamError
 */
export async function readRecentTransactions(
  context: Context,
  place: Group,
): Promise<{ transactions: Transaction[]; readAt: Date }> {
  const group = await openGroupForReading(context, "account.read", place);
  const { items } = await group.call((client) => listTransactions(client, { limit: mostShown }));
  await requireNoneForeign(context, place, items);
  return { transactions: items, readAt: context.now() };
}
