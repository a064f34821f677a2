import "server-only";
import { recordAudit } from "../audit";
import { openGroupForReading } from "../connections";
import type { Context } from "../context";
import { getAccountNumber, UpstreamError, type IncreaseEnvironment } from "../increase";
import { requireIdForm, requireOwnAccount } from "./require-own-account";

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
  const found = await group.call((client) => getAccountNumber(client, accountNumberId));
  const { id, accountId, accountNumber, routingNumber } = found;
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
