import "server-only";
import type { Context } from "../context";
import { listAccountNumbers, type AccountNumber } from "../increase";
import type { AccountRef } from "./account-ref";
import { readAccountList } from "./read-account-list";

/** An account number without the number itself. */
export type MaskedAccountNumber = Pick<
  AccountNumber,
  "id" | "name" | "routingNumber" | "status" | "achDebitStatus"
> & { lastFour: string };

function mask({ id, name, accountNumber, routingNumber, status, achDebitStatus }: AccountNumber) {
  return { id, name, lastFour: accountNumber.slice(-4), routingNumber, status, achDebitStatus };
}

/**
 * An account's numbers, the newest first, each by its last four digits.
 * @throws as readAccountList does
 */
export async function readAccountNumbers(
  context: Context,
  ref: AccountRef,
): Promise<{ items: MaskedAccountNumber[]; hasMore: boolean }> {
  const { items, hasMore } = await readAccountList(context, ref, listAccountNumbers);
  return { items: items.map(mask), hasMore };
}
