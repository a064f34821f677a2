import type { BalanceResult } from "@/lib/banking";

/** The balances of one page of accounts: all there, or still on their way. */
export type Balances = BalanceResult[] | Promise<BalanceResult[]>;
