import "server-only";
import type { Context } from "../context";
import { listPendingTransactions, type PendingTransaction } from "../increase";
import type { AccountRef } from "./account-ref";
import { readAccountList } from "./read-account-list";

/**
 * What is pending on an account, the newest first.
 * @throws as readAccountList does
 */
export async function readPendingTransactions(
  context: Context,
  ref: AccountRef,
): Promise<{ items: PendingTransaction[]; hasMore: boolean }> {
  return readAccountList(context, ref, listPendingTransactions);
}
