import type { AccountList, BalanceResult } from "@/lib/banking";

/** The balances of one page of accounts: all there, or still on their way. */
export type Balances = BalanceResult[] | Promise<BalanceResult[]>;

/** Without JavaScript nothing that streams ever takes its place, so the page can be asked to wait for it. */
export async function balancesOf(list: AccountList, isComplete: boolean): Promise<{ balances: Balances }> {
  // Wrapped: an async function that returned the promise itself would wait for it.
  return { balances: isComplete ? await list.balances : list.balances };
}
