import "server-only";
import { openGroupForReading, type OpenGroup } from "../connections";
import type { Context } from "../context";
import { AppError, toSafeError } from "../errors";
import { getBalance, type Balance } from "../increase";
import type { AccountRef } from "./account-ref";
import { findKept, isIncreaseUnavailable } from "./kept-accounts";
import { requireOwnAccount } from "./require-own-account";
import { requireSameAccount } from "./require-same-account";

/** A balance, or why there is none. `keptAt` is when it was read, where Increase can't be asked now. */
export type BalanceResult =
  { ok: true; balance: Balance; keptAt: Date | null } | { ok: false; error: unknown };

/** So many failures of one page, and the rest of it is not asked for any more. */
const mostOutages = 5;

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
  const gaveUp = new AppError(
    "increase_unavailable",
    "Increase can’t be reached right now, so this balance was not asked for. Please try again in a moment.",
  );
  let outages = 0;
  const findInstead = async (accountId: string, error: unknown): Promise<BalanceResult> => {
    kept ??= findKept(context, group.token);
    return fromKept(await kept, accountId) ?? { ok: false, error };
  };
  return async (accountId: string): Promise<BalanceResult> => {
    try {
      const balance = await group.call((client) => {
        // Increase is down: a hundred more time-outs would hold up every page of the group.
        if (outages >= mostOutages) throw gaveUp;
        return getBalance(client, accountId);
      });
      requireSameAccount(context, accountId, [balance]);
      return { ok: true, balance, keptAt: null };
    } catch (error) {
      if (error === gaveUp) return findInstead(accountId, error);
      const { log } = context;
      const level = toSafeError(error).code === "internal" ? "error" : "warn";
      log[level]({ err: error, accountId }, "a balance is missing");
      if (!isIncreaseUnavailable(error)) return { ok: false, error };
      outages += 1;
      return findInstead(accountId, error);
    }
  };
}

/**
 * An account's balance now, or the last one that was kept where Increase can't be asked.
 * @throws AppError as openGroupForReading does, `not_found` for another group's account; never for the balance itself
 */
export async function readBalance(
  context: Context,
  ref: AccountRef,
): Promise<BalanceResult & { readAt: Date }> {
  const group = await openGroupForReading(context, "account.read", ref);
  await requireOwnAccount(context, ref);
  const result = await createBalanceReader(context, group)(ref.accountId);
  return { ...result, readAt: (result.ok ? result.keptAt : null) ?? context.now() };
}
