import "server-only";
import { openGroupForReading } from "../connections";
import type { Context } from "../context";
import { listTransactions, type IncreaseEnvironment, type Transaction } from "../increase";
import { requireNoneForeign } from "./require-none-foreign";

const mostShown = 10;

type Group = { groupId: string; environment: IncreaseEnvironment };

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
  await requireNoneForeign(
    context,
    place,
    items.map(({ accountId }) => accountId),
  );
  return { transactions: items, readAt: context.now() };
}
