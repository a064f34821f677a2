import "server-only";
import pLimit from "p-limit";
import { openGroup, requireGroupReader, type OpenGroup } from "../connections";
import type { Context } from "../context";
import { AppError } from "../errors";
import {
  getBalance,
  listAccounts,
  UpstreamError,
  type Account,
  type AccountPage,
  type Balance,
} from "../increase";

/** Balances are asked for ten at a time at the most: Increase publishes no limit, and a page is no flood. */
const mostInFlight = 10;

export const accountsPerPage = 25;

export type BalanceResult = { ok: true; balance: Balance } | { ok: false; error: unknown };

export type AccountList = {
  accounts: Account[];
  nextCursor: string | null;
  /** Balance of each listed account, being read. Never rejects: a missing balance is a result of its own. */
  balances: Promise<BalanceResult[]>;
  readAt: Date;
};

/** Increase refuses a cursor that is not its own, or that it no longer knows. */
async function readPage(group: OpenGroup, cursor: string | undefined): Promise<AccountPage> {
  try {
    return await group.call((client) => listAccounts(client, { cursor, limit: accountsPerPage }));
  } catch (error) {
    if (cursor === undefined || !(error instanceof UpstreamError) || error.kind !== "invalid") throw error;
    throw new AppError(
      "invalid_input",
      "Increase does not know the place in the list that this address names. Nothing was changed; start again from the first page.",
      { cause: error },
    );
  }
}

/**
 * One page of the group's accounts in two steps: the list, then the balances of what it shows.
 * @throws AppError `not_signed_in`, `not_found`, `not_connected`, `needs_reconnect`, `invalid_input` for an
 * unknown cursor; UpstreamError
 */
export async function readAccounts(
  context: Context,
  { groupId, cursor }: { groupId: string; cursor?: string },
): Promise<AccountList> {
  await requireGroupReader(context, "account.read", groupId);
  const group = await openGroup(context, groupId, "live");
  const page = await readPage(group, cursor);
  const limit = pLimit(mostInFlight);
  const readBalance = async (account: Account): Promise<BalanceResult> => {
    try {
      return { ok: true, balance: await group.call((client) => getBalance(client, account.id)) };
    } catch (error) {
      context.log.warn(
        { err: error, accountId: account.id, requestId: context.requestId },
        "a balance is missing",
      );
      return { ok: false, error };
    }
  };
  return {
    ...page,
    balances: Promise.all(page.accounts.map((account) => limit(() => readBalance(account)))),
    readAt: context.now(),
  };
}
