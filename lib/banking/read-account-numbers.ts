import "server-only";
import { openGroupForReading } from "../connections";
import type { Context } from "../context";
import { listAccountNumbers, type AccountNumber, type IncreaseEnvironment } from "../increase";
import { requireOwnAccount } from "./require-own-account";
import { requireSameAccount } from "./require-same-account";

const mostShown = 100;

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
 * @throws as openGroupForReading does; AppError `not_found` for another group's account; UpstreamError
 */
export async function readAccountNumbers(
  context: Context,
  place: { groupId: string; environment: IncreaseEnvironment; accountId: string },
): Promise<{ items: MaskedAccountNumber[]; hasMore: boolean }> {
  const group = await openGroupForReading(context, "account.read", place);
  const { accountId } = place;
  await requireOwnAccount(context, place);
  const page = await group.call((client) => listAccountNumbers(client, { accountId, limit: mostShown }));
  requireSameAccount(context, accountId, page.items);
  return { items: page.items.map(mask), hasMore: page.nextCursor !== null };
}
