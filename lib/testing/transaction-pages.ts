import { v4 as uuidv4 } from "uuid";
import { readTransactions, type TransactionFilter, type TransactionPage } from "../banking";
import type { Context } from "../context";
import { postingsOf } from "./bank-data";
import { makeGroup, signIn } from "./sign-in";
import type { TestPortal } from "./test-portal";

/** An account, and who reads it. */
export type Account = { portal: TestPortal; groupId: string; accountId: string; context: Context };
type Asked = { filter?: TransactionFilter; place?: string; timeZone?: string };

export function customerOf(portal: TestPortal, groupId: string): Context {
  return portal.createContext({ kind: "customer", groupId, sessionId: uuidv4() });
}

/** A connected group with one account. */
export async function makeAccount(portal: TestPortal, transactions = 0): Promise<Account> {
  const { groupId, accountIds } = await makeGroup(portal, {
    accounts: 1,
    transactions_per_account: transactions,
  });
  await signIn(portal, groupId);
  return { portal, groupId, accountId: accountIds[0] ?? "", context: customerOf(portal, groupId) };
}

export function readPage(
  { groupId, accountId, context }: Account,
  asked: Asked = {},
): Promise<TransactionPage> {
  const { filter = {}, place, timeZone = "UTC" } = asked;
  return readTransactions(context, { groupId, environment: "live", accountId, filter, place, timeZone });
}

/** All pages of a list. */
export async function* pagesOf(account: Account, asked: Asked = {}): AsyncGenerator<TransactionPage> {
  let place: string | undefined;
  do {
    const page = await readPage(account, { ...asked, place });
    yield page;
    place = page.nextPlace ?? undefined;
  } while (place !== undefined);
}

export type RowBalance = { id: string; balanceAfterCents: number | null };

export function balancesOf({ transactions }: Pick<TransactionPage, "transactions">): RowBalance[] {
  return transactions.map(({ id, balanceAfterCents }) => ({ id, balanceAfterCents }));
}

/** What the simulator's books have. */
export function dueBalances({ portal, groupId, accountId }: Account): RowBalance[] {
  return postingsOf(portal, groupId, accountId).map(({ id, balanceAfter }) => ({
    id,
    balanceAfterCents: balanceAfter,
  }));
}

/** The balances of all pages. */
export async function allBalances(account: Account, asked: Asked = {}): Promise<RowBalance[]> {
  const all: RowBalance[] = [];
  for await (const page of pagesOf(account, asked)) all.push(...balancesOf(page));
  return all;
}

/** The calls to Increase during a work, in the order of their beginning. */
export async function callsDuring(
  { simulator }: TestPortal,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const { requestLog } = simulator.world;
  requestLog.clear();
  await work();
  return requestLog.list({ path: "/live/**" }).map(({ path }) => path);
}

export function secondsAgo({ services }: TestPortal, seconds: number): Date {
  const nowMs = services.now().getTime();
  return new Date(nowMs - (nowMs % 1000) - seconds * 1000);
}
