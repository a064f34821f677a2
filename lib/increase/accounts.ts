import "server-only";
import { z } from "zod";
import { call, type GroupClient } from "./client";
import { cents, pageOf, type Page } from "./paging";

const account = z
  .object({
    id: z.string(),
    name: z.string(),
    status: z.string(),
    currency: z.string(),
    bank: z.string(),
    funding: z.string().nullish(),
    created_at: z.coerce.date(),
    closed_at: z.coerce.date().nullable(),
  })
  .transform((wire) => ({
    id: wire.id,
    name: wire.name,
    /** `open` or `closed`; Increase may add others. */
    status: wire.status,
    currency: wire.currency,
    bank: wire.bank,
    /** `deposits` or `loan`; null where Increase does not say. */
    funding: wire.funding ?? null,
    createdAt: wire.created_at,
    closedAt: wire.closed_at,
  }));

export type Account = z.output<typeof account>;

const accountPage = pageOf(account);

/** One page of the group's accounts, newest first. https://increase.com/documentation/api/accounts @throws UpstreamError */
export async function listAccounts(
  { sdk }: GroupClient,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<Account>> {
  return call(sdk.accounts.list({ cursor, limit }), accountPage);
}

/** https://increase.com/documentation/api/accounts#retrieve-an-account @throws UpstreamError */
export async function getAccount({ sdk }: GroupClient, accountId: string): Promise<Account> {
  return call(sdk.accounts.retrieve(accountId), account);
}

const balance = z
  .object({ account_id: z.string(), available_balance: cents, current_balance: cents })
  .transform((wire) => ({
    accountId: wire.account_id,
    /** Current less what is held. */
    availableCents: wire.available_balance,
    currentCents: wire.current_balance,
  }));

export type Balance = z.output<typeof balance>;

/**
 * The balance now, or as it was at a moment, that moment's own transactions included.
 * https://increase.com/documentation/api/accounts#retrieve-an-account-balance
 * @throws UpstreamError
 */
export async function getBalance({ sdk }: GroupClient, accountId: string, at?: Date): Promise<Balance> {
  const query = at === undefined ? {} : { at_time: at.toISOString() };
  return call(sdk.accounts.balance(accountId, query), balance);
}
