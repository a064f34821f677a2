import "server-only";
import { z } from "zod";
import { call, type GroupClient } from "./client";
import { cents, pageOf, type Page } from "./paging";
import { transactionSource } from "./transaction-source";

const pendingTransaction = z
  .object({
    id: z.string(),
    account_id: z.string(),
    amount: cents,
    held_amount: cents,
    created_at: z.coerce.date(),
    currency: z.string(),
    description: z.string(),
    route_id: z.string().nullish(),
    status: z.string(),
    source: transactionSource,
  })
  .transform((wire) => ({
    id: wire.id,
    accountId: wire.account_id,
    /** Negative where money will leave the account. */
    amountCents: wire.amount,
    /** What it takes from the available balance meanwhile: never above 0. */
    heldCents: wire.held_amount,
    createdAt: wire.created_at,
    currency: wire.currency,
    description: wire.description,
    routeId: wire.route_id ?? null,
    /** `pending` or `complete`; Increase may add others. */
    status: wire.status,
    source: wire.source,
  }));

export type PendingTransaction = z.output<typeof pendingTransaction>;

const pendingTransactionPage = pageOf(pendingTransaction);

/** What is still pending on an account, newest first. https://increase.com/documentation/api/pending-transactions @throws UpstreamError */
export async function listPendingTransactions(
  { sdk }: GroupClient,
  { accountId, cursor, limit }: { accountId: string; cursor?: string | undefined; limit: number },
): Promise<Page<PendingTransaction>> {
  return call(sdk.pendingTransactions.list({ account_id: accountId, cursor, limit }), pendingTransactionPage);
}
