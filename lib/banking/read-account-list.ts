import "server-only";
import { openGroupForReading } from "../connections";
import type { Context } from "../context";
import type { GroupClient, Page } from "../increase";
import type { AccountRef } from "./account-ref";
import { requireOwnAccount } from "./require-own-account";
import { requireSameAccount } from "./require-same-account";

const mostShown = 100;

type Asked = { accountId: string; limit: number };

/**
 * What belongs to an account, the newest first, and whether Increase has more of it than is shown.
 * @throws as openGroupForReading does; AppError `not_found` for another group's account; UpstreamError
 */
export async function readAccountList<Item extends { accountId: string }>(
  context: Context,
  ref: AccountRef,
  list: (client: GroupClient, asked: Asked) => Promise<Page<Item>>,
): Promise<{ items: Item[]; hasMore: boolean }> {
  const group = await openGroupForReading(context, "account.read", ref);
  await requireOwnAccount(context, ref);
  const { accountId } = ref;
  const page = await group.call((client) => list(client, { accountId, limit: mostShown }));
  requireSameAccount(context, accountId, page.items);
  return { items: page.items, hasMore: page.nextCursor !== null };
}
