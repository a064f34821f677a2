import "server-only";
import type { Context } from "../context";
import { listCards, type Card } from "../increase";
import type { AccountRef } from "./account-ref";
import { readAccountList } from "./read-account-list";

/**
 * An account's cards, the newest first.
 * @throws as readAccountList does
 */
export async function readCards(
  context: Context,
  ref: AccountRef,
): Promise<{ items: Card[]; hasMore: boolean }> {
  return readAccountList(context, ref, listCards);
}
