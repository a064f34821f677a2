import "server-only";
import { openGroupForReading, type OpenGroup } from "../connections";
import type { Context } from "../context";
import { getBalance, type Transaction } from "../increase";
import type { AccountRef } from "./account-ref";
import { listAccountTransactions, toAccountQuery, type AccountQuery } from "./list-account-transactions";
import { readPlace, writePlace, type Place, type PlaceList } from "./place";
import { requireOwnAccount } from "./require-own-account";
import { requireSameAccount } from "./require-same-account";
import { runningBalances } from "./running-balance";
import type { TransactionFilter } from "./transaction-filter";
import { createMatcher, isScan } from "./transaction-matcher";

export const transactionsPerPage = 50;

/** What is searched through: pages as large as Increase gives them, and no more of them than a person waits for. */
const scannedPerCall = 100;
const mostCalls = 5;

/** Older than this, no transaction is added to the list any more: the clocks of two machines differ by less. */
const settledAfterMs = 10_000;

export type ListedTransaction = Transaction & {
  /** The account's balance once this was posted; null where it can't be told exactly. */
  balanceAfterCents: number | null;
};

export type TransactionPage = {
  transactions: ListedTransaction[];
  nextPlace: string | null;
  /** Of a search that stopped before the end of the list: how far back it looked. */
  searchedBackTo: Date | null;
  readAt: Date;
};

type TransactionsRequest = AccountRef & {
  filter: TransactionFilter;
  /** The `nextPlace` of the page before; none: the newest transactions. */
  place?: string | undefined;
  timeZone: string;
};

/** One request's work: what it asks Increase for, and where it begins. */
type Reading = {
  context: Context;
  group: OpenGroup;
  query: AccountQuery;
  filter: TransactionFilter;
  place: Place | null;
};

type Found = Pick<TransactionPage, "transactions" | "searchedBackTo"> & { next: Place | null };

function endOfSecondBefore(ms: number): Date {
  return new Date(ms - (ms % 1000) - 1);
}

/**
 * A moment whose balance is the balance at one place of the page. Increase shows whole seconds and may know finer ones,
 * so it is the last millisecond of a second: what is shown as older is older, and what is shown as newer is newer.
 */
function anchorOf({ context, query, place }: Reading): Date | null {
  if (place !== null) return place.lastAt && endOfSecondBefore(place.lastAt.getTime());
  const settledMs = context.now().getTime() - settledAfterMs;
  return new Date(Math.min(endOfSecondBefore(settledMs).getTime(), query.to?.getTime() ?? Infinity));
}

/** Null where it can't be had: the list is there without it. */
async function findBalanceAt({ context, group, query }: Reading, at: Date): Promise<number | null> {
  const { accountId } = query;
  try {
    const balance = await group.call((client) => getBalance(client, accountId, at));
    requireSameAccount(context, accountId, [balance]);
    return balance.currentCents;
  } catch (error) {
    const { log } = context;
    log.warn({ err: error, accountId }, "the balance beside a list is missing");
    return null;
  }
}

function withBalance(transaction: Transaction, balanceAfterCents: number | null): ListedTransaction {
  return { ...transaction, balanceAfterCents };
}

async function readPlain(reading: Reading): Promise<Found> {
  const { context, group, query, place } = reading;
  const isUnbroken = query.category === undefined && query.routeId === undefined;
  const at = isUnbroken ? anchorOf(reading) : null;
  const [page, currentCents] = await Promise.all([
    listAccountTransactions(context, group, query, { cursor: place?.cursor, limit: transactionsPerPage }),
    at === null ? null : findBalanceAt(reading, at),
  ]);
  const { items, nextCursor: cursor } = page;
  const fromMs = query.from?.getTime() ?? -Infinity;
  const balances =
    at === null || currentCents === null
      ? []
      : runningBalances({
          transactions: items,
          anchor: { at, currentCents },
          isOpenBelow: cursor === null && at.getTime() >= fromMs - 1,
        });
  return {
    transactions: items.map((item, index) => withBalance(item, balances[index] ?? null)),
    next: cursor === null ? null : { cursor, lastAt: items.at(-1)?.createdAt ?? place?.lastAt ?? null },
    searchedBackTo: null,
  };
}

async function scan({ context, group, query, filter, place }: Reading): Promise<Found> {
  const matches = createMatcher(filter);
  const transactions: ListedTransaction[] = [];
  let next = place;
  for (let calls = 0; calls < mostCalls && transactions.length < transactionsPerPage; calls += 1) {
    const asked = { cursor: next?.cursor, limit: scannedPerCall };
    const { items, nextCursor: cursor } = await listAccountTransactions(context, group, query, asked);
    transactions.push(...items.filter(matches).map((item) => withBalance(item, null)));
    if (cursor === null) return { transactions, next: null, searchedBackTo: null };
    next = { cursor, lastAt: items.at(-1)?.createdAt ?? next?.lastAt ?? null };
  }
  return { transactions, next, searchedBackTo: next?.lastAt ?? null };
}

/** Everything that narrows the list: a place of one filter means nothing in another. */
function listOf(
  { groupId, environment, accountId, filter }: TransactionsRequest,
  query: AccountQuery,
): PlaceList {
  const { category, routeId, from, to } = query;
  const { direction, minCents, maxCents, text } = filter;
  const asked = [category, routeId, from, to, direction, minCents, maxCents, text];
  return { groupId, environment, accountId, filter: asked };
}

/**
 * A page of an account's transactions, newest first: one call, and the balance beside it where each row can be given
 * its own. With a direction, an amount or a text, up to five calls one after the other, and then how far they came.
 * @throws as openGroupForReading does; AppError `not_found` for another group's account, `invalid_input` for a place
 * that is not known, `increase_refused`; UpstreamError
 */
export async function readTransactions(
  context: Context,
  asked: TransactionsRequest,
): Promise<TransactionPage> {
  const group = await openGroupForReading(context, "account.read", asked);
  const { accountId, filter, timeZone } = asked;
  await requireOwnAccount(context, asked);
  const query = toAccountQuery(accountId, filter, timeZone);
  const list = listOf(asked, query);
  const { AUTH_SECRET: secrets } = context.env;
  const place = asked.place === undefined ? null : readPlace(asked.place, list, secrets);
  const reading = { context, group, query, filter, place };
  const { next, ...found } = await (isScan(filter) ? scan(reading) : readPlain(reading));
  return {
    ...found,
    nextPlace: next === null ? null : writePlace(next, list, secrets),
    readAt: context.now(),
  };
}
