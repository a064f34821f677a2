import "server-only";
import { openGroupForReading } from "../connections";
import type { Context } from "../context";
import { listCards, type Card, type IncreaseEnvironment } from "../increase";
import { requireOwnAccount } from "./require-own-account";
import { requireSameAccount } from "./require-same-account";

const mostShown = 100;

/**
 * An account's cards, the newest first.
 * @throws as openGroupForReading does; AppError `not_found` for another group's account; UpstreamError
 */
export async function readCards(
  context: Context,
  place: { groupId: string; environment: IncreaseEnvironment; accountId: string },
): Promise<{ items: Card[]; hasMore: boolean }> {
  const group = await openGroupForReading(context, "account.read", place);
  const { accountId } = place;
  await requireOwnAccount(context, place);
  const page = await group.call((client) => listCards(client, { accountId, limit: mostShown }));
  requireSameAccount(context, accountId, page.items);
  return { items: page.items, hasMore: page.nextCursor !== null };
}
