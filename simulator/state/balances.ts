import { firstAfter } from "../pagination";
import type { Ledger } from "../seed/rows";
import type { AnyAccount, BalanceLookup } from "../wire";

/**
 * Balances at a moment: current is the sum of what was posted by then, available is that less what
 * was held then. https://increase.com/documentation/balance
 */
export function balanceAt(ledger: Ledger, account: AnyAccount, atMs: number): BalanceLookup {
  const current = postedBy(ledger, account.id, atMs);
  const held = ledger.pendingTransactions
    .filter((row) => row.value.account_id === account.id && row.at <= atMs)
    .filter((row) => row.value.completed_at === null || Date.parse(row.value.completed_at) > atMs)
    .reduce((sum, row) => sum + row.heldWhilePending, 0);
  return {
    account_id: account.id,
    available_balance: current + held,
    current_balance: current,
    loan:
      account.loan === null
        ? null
        : { due_at: null, due_balance: Math.max(0, -current), past_due_balance: 0, receivables: null },
    type: "balance_lookup",
  };
}

function postedBy(ledger: Ledger, accountId: string, atMs: number): number {
  const postings = ledger.postingsByAccount.get(accountId) ?? [];
  const after = firstAfter(postings, { at: atMs, sequence: Infinity });
  return postings[after - 1]?.balanceAfter ?? 0;
}
