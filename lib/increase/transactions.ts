import "server-only";
import { z } from "zod";
import { call, type GroupClient } from "./client";
import { cents, pageOf, type Page } from "./paging";
import { transactionSource } from "./transaction-source";

const transaction = z
  .object({
    id: z.string(),
    account_id: z.string(),
    amount: cents,
    created_at: z.coerce.date(),
    currency: z.string(),
    description: z.string(),
    route_id: z.string().nullish(),
    source: transactionSource,
  })
  .transform((wire) => ({
    id: wire.id,
    accountId: wire.account_id,
    /** Negative where money left the account. */
    amountCents: wire.amount,
    createdAt: wire.created_at,
    currency: wire.currency,
    description: wire.description,
    /** The account number or card that it came through. */
    routeId: wire.route_id ?? null,
    source: wire.source,
  }));

export type Transaction = z.output<typeof transaction>;

const transactionPage = pageOf(transaction);

/** What Increase itself can narrow the list by. Both moments belong to what is asked for. */
export type TransactionQuery = {
  accountId?: string | undefined;
  category?: string | undefined;
  routeId?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

/** As the SDK would write them; by hand, because its type names only the categories of its own day. */
function toParameters({ accountId, category, routeId, from, to }: TransactionQuery): Record<string, unknown> {
  return {
    account_id: accountId,
    route_id: routeId,
    category: category === undefined ? undefined : { in: [category] },
    created_at: { on_or_after: from?.toISOString(), on_or_before: to?.toISOString() },
  };
}

/**
 * One page of the group's transactions, newest first. https://increase.com/documentation/api/transactions
 * @throws UpstreamError `invalid` also for a cursor that is not of this list
 */
export async function listTransactions(
  { sdk }: GroupClient,
  { cursor, limit, ...query }: TransactionQuery & { cursor?: string | undefined; limit: number },
): Promise<Page<Transaction>> {
  const parameters = { ...toParameters(query), cursor, limit };
  return call(sdk.get("/transactions", { query: parameters }), transactionPage);
}
