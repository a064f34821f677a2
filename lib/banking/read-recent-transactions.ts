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
  group: Group,
): Promise<{ transactions: Transaction[]; readAt: Date }> {
  const opened = await openGroupForReading(context, "account.read", group);
  const { items } = await opened.call((client) => listTransactions(client, { limit: mostShown }));
  await requireNoneForeign(
    context,
    group,
    items.map(({ accountId }) => accountId),
  );
  return { transactions: items, readAt: context.now() };
}
