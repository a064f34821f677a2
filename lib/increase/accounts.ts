import "server-only";
import { z } from "zod";
import { call, type GroupClient } from "./client";

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
    funding: wire.funding ?? null,
    createdAt: wire.created_at,
    closedAt: wire.closed_at,
  }));

export type Account = z.output<typeof account>;

const accountPage = z
  .object({ data: z.array(account), next_cursor: z.string().nullable() })
  .transform((wire) => ({ accounts: wire.data, nextCursor: wire.next_cursor }));

export type AccountPage = z.output<typeof accountPage>;

/** One page of the group's accounts, newest first. https://increase.com/documentation/api/accounts @throws UpstreamError */
export async function listAccounts(
  { sdk }: GroupClient,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<AccountPage> {
  return call(sdk.accounts.list({ cursor, limit }), accountPage);
}

const cents = z.number().int();
const balance = z
  .object({ account_id: z.string(), available_balance: cents, current_balance: cents })
  .transform((wire) => ({
    accountId: wire.account_id,
    /** Current less what is held. */
    availableCents: wire.available_balance,
    currentCents: wire.current_balance,
  }));

export type Balance = z.output<typeof balance>;

/** https://increase.com/documentation/api/accounts#retrieve-an-account-balance @throws UpstreamError */
export async function getBalance({ sdk }: GroupClient, accountId: string): Promise<Balance> {
  return call(sdk.accounts.balance(accountId), balance);
}
