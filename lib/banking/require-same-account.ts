import "server-only";
import type { Context } from "../context";
import { UpstreamError } from "../increase";

/**
 * Attack, or a fault on the way: an answer that is meant for another account, or another customer. What does not name
 * the account that was asked for is not shown.
 * @throws UpstreamError `unavailable`
 */
export function requireSameAccount(
  { log }: Context,
  accountId: string,
  items: readonly { accountId: string }[],
): void {
  if (items.every((item) => item.accountId === accountId)) return;
  const error = new UpstreamError("unavailable", 200, { title: "an answer about another account" });
  log.error({ err: error }, "Increase answered for another account than the one asked for");
  throw error;
}
