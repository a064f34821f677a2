import "server-only";
import { openGroupForReading } from "../connections";
import type { Context } from "../context";
import { listPendingTransactions, type IncreaseEnvironment, type PendingTransaction } from "../increase";
import { requireOwnAccount } from "./require-own-account";
import { requireSameAccount } from "./require-same-account";

const mostShown = 100;

/**
 * What is pending on an account, the newest first.
 * @throws as openGroupForReading does; AppError `not_found` for another group's account; UpstreamError
 */
export async function readPendingTransactions(
  context: Context,
  place: { groupId: string; environment: IncreaseEnvironment; accountId: string },
): Promise<{ pending: PendingTransaction[]; hasMore: boolean }> {
  const group = await openGroupForReading(context, "account.read", place);
  const { accountId } = place;
  await requireOwnAccount(context, place);
  const page = await group.call((client) => listPendingTransactions(client, { accountId, limit: mostShown }));
  requireSameAccount(context, accountId, page.items);
  return { pending: page.items, hasMore: page.nextCursor !== null };
}
