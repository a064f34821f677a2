import "server-only";
import { recordAudit } from "../audit";
import { openGroupForReading, type OpenGroup } from "../connections";
import type { Context } from "../context";
import { AppError } from "../errors";
import { getAccountNumber, UpstreamError, type AccountNumber, type IncreaseEnvironment } from "../increase";
import { requireIdForm, requireOwnAccount } from "./require-own-account";

async function ask(group: OpenGroup, accountNumberId: string): Promise<AccountNumber> {
  try {
    return await group.call((client) => getAccountNumber(client, accountNumberId));
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.kind !== "not_found") throw error;
    throw new AppError(
      "not_found",
      "Increase no longer has this account number. Nothing was changed; load the page again.",
      { cause: error },
    );
  }
}

/**
 * An account number in full, to the group's customer alone. That it was shown stands in the audit log before it is.
 * @throws as openGroupForReading does; AppError `not_found` for a number that is unknown, or another group's;
 * UpstreamError
 */
export async function revealAccountNumber(
  context: Context,
  {
    groupId,
    environment,
    accountNumberId,
  }: { groupId: string; environment: IncreaseEnvironment; accountNumberId: string },
): Promise<{ accountNumber: string; routingNumber: string }> {
  const group = await openGroupForReading(context, "account_number.reveal", { groupId, environment });
  requireIdForm(accountNumberId);
  const { id, accountId, accountNumber, routingNumber } = await ask(group, accountNumberId);
  // Attack, or a fault on the way: an answer that is meant for somebody else.
  if (id !== accountNumberId) {
    throw new UpstreamError("unavailable", 200, { title: "an answer about another account number" });
  }
  await requireOwnAccount(context, { groupId, environment, accountId });
  await context.db.transaction((tx) =>
    recordAudit(tx, context, {
      action: "account_number.revealed",
      targetKind: "account_number",
      targetId: accountNumberId,
      groupId,
      after: { environment, accountId },
    }),
  );
  return { accountNumber, routingNumber };
}
