import "server-only";
import { openGroupForReading, type OpenGroup } from "../connections";
import type { Context } from "../context";
import { AppError, toSafeError } from "../errors";
import { listAccounts, UpstreamError, type Account, type IncreaseEnvironment, type Page } from "../increase";
import { findKept, isIncreaseUnavailable, keepAccounts } from "./kept-accounts";
import { createBalanceReader, type BalanceResult } from "./read-balance";
import { requireNoneForeign } from "./require-none-foreign";

/** As many as Increase gives at once. */
export const accountsPerPage = 100;

/** Increase can't search: of a group with more accounts than these, the search says how far it went. */
const mostPagesSearched = 5;
export const mostAccountsSearched = mostPagesSearched * accountsPerPage;

type AccountsRequest = {
  groupId: string;
  environment: IncreaseEnvironment;
  cursor?: string | undefined;
  /** Part of a name or of an id. */
  search?: string | undefined;
};

export type AccountList = {
  accounts: Account[];
  nextCursor: string | null;
  /** Balance of each listed account, being read. Never rejects: a missing balance is a result of its own. */
  balances: Promise<BalanceResult[]>;
  readAt: Date;
  /** Whether Increase can't be asked now, and this is what it said at `readAt`. */
  isKept: boolean;
  /** Why it can't be asked, and when to ask again, in words to show. */
  keptBecause: string | null;
  /** Whether every account was looked at: a search goes so far and no further, and one page at most is kept. */
  isWhole: boolean;
  /** Settles once what was read is kept. Never rejects. */
  kept: Promise<void>;
};

/** Increase refuses a cursor that is not its own, or that it no longer knows. */
async function readPage(context: Context, group: OpenGroup, cursor?: string): Promise<Page<Account>> {
  try {
    const page = await group.call((client) => listAccounts(client, { cursor, limit: accountsPerPage }));
    await requireNoneForeign(
      context,
      group.token,
      page.items.map(({ id }) => id),
    );
    return page;
  } catch (error) {
    if (cursor === undefined || !(error instanceof UpstreamError) || error.kind !== "invalid") throw error;
    throw new AppError(
      "invalid_input",
      "Increase does not know the place in the list that this address names. Nothing was changed; start again from the first page.",
      { cause: error },
    );
  }
}

function matches(account: Account, search: string | undefined): boolean {
  const wanted = search?.toLocaleLowerCase("en-US") ?? "";
  return [account.name, account.id].some((text) => text.toLocaleLowerCase("en-US").includes(wanted));
}

type Found = Pick<AccountList, "accounts" | "nextCursor" | "isWhole">;

async function searchPages(context: Context, group: OpenGroup, search: string): Promise<Found> {
  const accounts: Account[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPagesSearched && accounts.length <= accountsPerPage; page += 1) {
    const { items, nextCursor } = await readPage(context, group, cursor);
    accounts.push(...items.filter((account) => matches(account, search)));
    cursor = nextCursor ?? undefined;
    if (cursor === undefined) break;
  }
  const isWhole = cursor === undefined && accounts.length <= accountsPerPage;
  return { accounts: accounts.slice(0, accountsPerPage), nextCursor: null, isWhole };
}

async function readPlain(context: Context, group: OpenGroup, cursor?: string): Promise<Found> {
  const { items, nextCursor } = await readPage(context, group, cursor);
  return { accounts: items, nextCursor, isWhole: true };
}

/** What was kept, in place of what can't be read. It is the first page alone. */
async function readKept(
  context: Context,
  group: OpenGroup,
  asked: AccountsRequest,
  error: unknown,
): Promise<AccountList | null> {
  const kept = asked.cursor === undefined ? await findKept(context, group.token) : null;
  if (kept === null) return null;
  const found = kept.accounts.filter(({ account }) => matches(account, asked.search));
  return {
    accounts: found.map(({ account }) => account),
    nextCursor: null,
    balances: Promise.resolve(
      found.map(({ balance }) =>
        balance === null
          ? { ok: false, error: new AppError("increase_unavailable", "This balance was not kept.") }
          : { ok: true, balance, keptAt: kept.readAt },
      ),
    ),
    readAt: kept.readAt,
    isKept: true,
    keptBecause: toSafeError(error).message,
    isWhole: kept.accounts.length < accountsPerPage,
    kept: Promise.resolve(),
  };
}

type Listed = Pick<AccountList, "accounts" | "readAt">;

/** Keeps a first page, once each of its balances is there: half of them would look like all of them later. */
async function keepWhole(
  context: Context,
  group: OpenGroup,
  { accounts: listed, readAt }: Listed,
  results: BalanceResult[],
) {
  const accounts = listed.flatMap((account, index) => {
    const result = results[index];
    return result?.ok && result.keptAt === null ? [{ account, balance: result.balance }] : [];
  });
  if (accounts.length < listed.length) return;
  try {
    await keepAccounts(context, group.token, { accounts, readAt });
  } catch (error) {
    context.log.error({ err: error }, "the accounts could not be kept");
  }
}

/**
 * One page of the group's accounts in two steps: the list, then the balances of what it shows. Where Increase can't
 * be asked, the accounts and balances that were kept last.
 * @throws AppError as openGroupForReading does, `invalid_input` for an unknown cursor; UpstreamError
 */
export async function readAccounts(context: Context, asked: AccountsRequest): Promise<AccountList> {
  const group = await openGroupForReading(context, "account.read", asked);
  const { cursor, search } = asked;
  const readAt = context.now();
  try {
    const found = await (search === undefined
      ? readPlain(context, group, cursor)
      : searchPages(context, group, search));
    const readBalance = createBalanceReader(context, group);
    const balances = Promise.all(found.accounts.map(({ id }) => readBalance(id)));
    const isFirstPage = search === undefined && cursor === undefined;
    const kept = isFirstPage
      ? balances.then((results) => keepWhole(context, group, { accounts: found.accounts, readAt }, results))
      : Promise.resolve();
    return { ...found, balances, readAt, isKept: false, keptBecause: null, kept };
  } catch (error) {
    const kept = isIncreaseUnavailable(error) ? await readKept(context, group, asked, error) : null;
    if (kept === null) throw error;
    context.log.warn({ err: error }, "the accounts are shown as kept");
    return kept;
  }
}
