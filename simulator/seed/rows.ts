import type { Keyed } from "../pagination";
import type { Account, AccountNumber, AnyEvent, Card, PendingTransaction } from "../wire";
import type { PostingFacts, Template } from "./template";

export interface Row<T> extends Keyed {
  readonly value: T;
}

/** A posted transaction in little: the whole object is made when somebody reads it. */
export interface Posting extends Keyed, PostingFacts {
  readonly template: Template;
  readonly routeId: string | null;
  /** The sum of the account's transactions up to and with this one. */
  readonly balanceAfter: number;
}

export interface PendingRow extends Row<PendingTransaction> {
  /** What it holds, or held until it was completed. */
  readonly heldWhilePending: number;
}

export type EventRow = Row<AnyEvent>;

/** One group's bank data in one environment. Every list is ascending in time. */
export interface Ledger {
  readonly accounts: Row<Account>[];
  readonly accountNumbers: Row<AccountNumber>[];
  readonly cards: Row<Card>[];
  readonly pendingTransactions: PendingRow[];
  readonly postings: Posting[];
  readonly postingsByAccount: Map<string, Posting[]>;
  /** Computed when events are first asked for. */
  events?: EventRow[];
}
