import type { Keyed } from "../pagination";
import type {
  AnyAccount,
  AnyAccountNumber,
  AnyCard,
  AnyEvent,
  AnyPendingTransaction,
  GivenSource,
} from "../wire";
import type { Random } from "./random";
import type { PostingFacts, Template, TransactionSource } from "./template";

export interface Row<T> extends Keyed {
  readonly value: T;
  /** What a test has the API say besides, or instead. The simulator itself goes by `value`. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
}

/** A row as the API answers it. */
export function toWire<T extends object>({ value, extra }: Row<T>): T {
  return extra === undefined ? value : { ...value, ...extra };
}

/** A template as far as a posting needs it; a test's own source may have any category. */
export interface PostingTemplate extends Pick<Template, "route"> {
  readonly category: string;
  detail(posting: PostingFacts, random: Random): PostingDetail;
}

interface PostingDetail {
  description: string;
  source: TransactionSource | GivenSource;
}

/** A posted transaction in little: the whole object is made when somebody reads it. */
export interface Posting extends Keyed, PostingFacts {
  readonly template: PostingTemplate;
  readonly routeId: string | null;
  /** The sum of the account's transactions up to and with this one. Changes when an earlier one is added. */
  balanceAfter: number;
}

export interface PendingRow extends Row<AnyPendingTransaction> {
  /** What it holds, or held until it was completed. */
  readonly heldWhilePending: number;
}

export type EventRow = Row<AnyEvent>;

/** Above every sequence number of the seed, so that what is written sorts after what was seeded. */
export const afterTheSeed = 1e12;

/** One group's bank data in one environment. Every list is ascending in time. */
export interface Ledger {
  readonly accounts: Row<AnyAccount>[];
  readonly accountNumbers: Row<AnyAccountNumber>[];
  readonly cards: Row<AnyCard>[];
  readonly pendingTransactions: PendingRow[];
  readonly postings: Posting[];
  readonly postingsByAccount: Map<string, Posting[]>;
  /** Computed when events are first asked for. */
  events?: EventRow[];
}
