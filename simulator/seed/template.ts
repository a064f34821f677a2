import type { Transaction } from "../wire";
import type { Random } from "./random";

export type TransactionSource = Transaction["source"];

/** What a source needs to know of its transaction. */
export interface PostingFacts {
  readonly id: string;
  readonly accountId: string;
  readonly amount: number;
  readonly at: number;
  /** For a transfer between two accounts of the group. */
  readonly transfer: { id: string; otherAccountId: string } | null;
}

/** One sort of transaction the seed can draw. Description and source follow from the posting's id. */
export interface Template {
  readonly direction: "credit" | "debit";
  /** How often it is drawn; 0 for those that only particular places in a ledger use. */
  readonly weight: number;
  /** The range of the amount in cents, without sign. */
  readonly cents: readonly [low: number, high: number];
  readonly route: "account_number" | "card" | null;
  readonly category: TransactionSource["category"];
  detail(posting: PostingFacts, random: Random): { description: string; source: TransactionSource };
}
