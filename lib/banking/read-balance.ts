import "server-only";
import { openGroupForReading, type OpenGroup } from "../connections";
import type { Context } from "../context";
import { toSafeError } from "../errors";
import { getBalance, type Balance, type IncreaseEnvironment } from "../increase";
import { findKept, isOutage } from "./kept-accounts";
import { requireSameAccount } from "./require-same-account";

/** A balance, or why there is none. `keptAt` is when it was read, where Increase can't be asked now. */
export type BalanceResult =
  { ok: true; balance: Balance; keptAt: Date | null } | { ok: false; error: unknown };

type Kept = Awaited<ReturnType<typeof findKept>>;

function fromKept(kept: Kept, accountId: string): BalanceResult | null {
  const found = kept?.accounts.find(({ account }) => account.id === accountId)?.balance;
  return kept && found ? { ok: true, balance: found, keptAt: kept.readAt } : null;
}

/**
 * Reads balances for one page: each is read once, a failure is a result of its own, and what was kept is asked for
 * once, where an outage makes it needed.
 */
export function createBalanceReader(context: Context, group: OpenGroup) {
  let kept: Promise<Kept> | undefined;
  return async (accountId: string): Promise<BalanceResult> => {
    try {
      const balance = await group.call((client) => getBalance(client, accountId));
      requireSameAccount(context, accountId, [balance]);
      return { ok: true, balance, keptAt: null };
    } catch (error) {
      const { log, requestId } = context;
      const level = toSafeError(error).code === "internal" ? "error" : "warn";
      log[level]({ err: error, accountId, requestId }, "a balance is missing");
      if (!isOutage(error)) return { ok: false, error };
      kept ??= findKept(context, group.token);
      return fromKept(await kept, accountId) ?? { ok: false, error };
    }
  };
}

/**
 * An account's balance now, or the last one that was kept where Increase can't be asked.
 * @throws AppError as openGroupForReading does; never for the balance itself
 */
export async function readBalance(
  context: Context,
  place: { groupId: string; environment: IncreaseEnvironment; accountId: string },
): Promise<BalanceResult & { readAt: Date }> {
  const group = await openGroupForReading(context, "account.read", place);
  const result = await createBalanceReader(context, group)(place.accountId);
  return { ...result, readAt: (result.ok ? result.keptAt : null) ?? context.now() };
}
