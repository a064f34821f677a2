import "server-only";
import { listForeignAccounts } from "@/db/queries/known-accounts";
import type { Context } from "../context";
import { UpstreamError, type IncreaseEnvironment } from "../increase";

/**
 * Attack, or a fault on the way: an answer that is meant for another customer.
 * @throws UpstreamError `unavailable` where one of these accounts is known as another group's
 */
export async function requireNoneForeign(
  { db, log }: Context,
  group: { groupId: string; environment: IncreaseEnvironment },
  accountIds: readonly string[],
): Promise<void> {
  if ((await listForeignAccounts(db, group, [...new Set(accountIds)])).length === 0) return;
  const error = new UpstreamError("unavailable", 200, { title: "an answer about another group's account" });
  log.error({ err: error }, "Increase answered with another group's accounts");
  throw error;
}
