import "server-only";
import type { OpenGroup } from "../connections";
import type { Context } from "../context";
import { AppError } from "../errors";
import {
  listTransactions,
  UpstreamError,
  type Page,
  type Transaction,
  type TransactionQuery,
} from "../increase";
import { endOfDay, startOfDay } from "../time-zone";
import { lostPlace } from "./place";
import { requireSameAccount } from "./require-same-account";
import type { TransactionFilter } from "./transaction-filter";

/** The part of a filter that Increase knows, as Increase knows it. */
export type AccountQuery = TransactionQuery & { accountId: string };

export function toAccountQuery(
  accountId: string,
  { category, routeId, from, to }: TransactionFilter,
  timeZone: string,
): AccountQuery {
  return {
    accountId,
    category,
    routeId,
    from: from === undefined ? undefined : startOfDay(from, timeZone),
    to: to === undefined ? undefined : endOfDay(to, timeZone),
  };
}

type Asked = { cursor: string | undefined; limit: number; longestWaitMs?: number };

/** What Increase's refusal of a page means to the person who asked for it. */
function toPageError(error: unknown, { category, routeId }: AccountQuery, { cursor }: Asked): unknown {
  if (!(error instanceof UpstreamError) || error.kind !== "invalid") return error;
  if (cursor !== undefined) return lostPlace(error);
  if (category === undefined && routeId === undefined) return error;
  return new AppError(
    "increase_refused",
    "Increase did not accept this category or this route. Nothing was changed; choose another one.",
    { cause: error },
  );
}

/**
 * One page of an account's transactions, of this account alone.
 * @throws UpstreamError; AppError `invalid_input` for a cursor that Increase refuses, `increase_refused` for a filter
 */
export async function listAccountTransactions(
  context: Context,
  group: OpenGroup,
  query: AccountQuery,
  asked: Asked,
): Promise<Page<Transaction>> {
  const { cursor, limit, longestWaitMs } = asked;
  let page: Page<Transaction>;
  try {
    page = await group.call((client) => listTransactions(client, { ...query, cursor, limit }), {
      longestWaitMs,
    });
  } catch (error) {
    throw toPageError(error, query, asked);
  }
  requireSameAccount(context, query.accountId, page.items);
  return page;
}
