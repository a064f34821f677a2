import "server-only";
import { z } from "zod";
import { call, type GroupClient } from "./client";
import { pageOf, type Page } from "./paging";

const accountNumber = z
  .object({
    id: z.string(),
    account_id: z.string(),
    account_number: z.string(),
    routing_number: z.string(),
    name: z.string(),
    status: z.string(),
    created_at: z.coerce.date(),
    inbound_ach: z.object({ debit_status: z.string() }).nullish(),
  })
  .transform((wire) => ({
    id: wire.id,
    accountId: wire.account_id,
    /** In full: a page shows the last four digits of it until somebody asks for more. */
    accountNumber: wire.account_number,
    routingNumber: wire.routing_number,
    name: wire.name,
    /** `active`, `disabled` or `canceled`; Increase may add others. */
    status: wire.status,
    createdAt: wire.created_at,
    /** Whether others may take money by ACH: `allowed` or `blocked`; null where Increase does not say. */
    achDebitStatus: wire.inbound_ach?.debit_status ?? null,
  }));

export type AccountNumber = z.output<typeof accountNumber>;

const accountNumberPage = pageOf(accountNumber);

/** An account's numbers, newest first. https://increase.com/documentation/api/account-numbers @throws UpstreamError */
export async function listAccountNumbers(
  { sdk }: GroupClient,
  { accountId, limit }: { accountId: string; limit: number },
): Promise<Page<AccountNumber>> {
  return call(sdk.accountNumbers.list({ account_id: accountId, limit }), accountNumberPage);
}

/** https://increase.com/documentation/api/account-numbers#retrieve-an-account-number @throws UpstreamError */
export async function getAccountNumber({ sdk }: GroupClient, id: string): Promise<AccountNumber> {
  return call(sdk.accountNumbers.retrieve(id), accountNumber);
}
