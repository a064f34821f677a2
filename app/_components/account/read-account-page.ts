import { toOutcome, type Failure } from "@/app/_components/streaming/outcome";
import { settledWithin } from "@/app/_components/streaming/settled-within";
import type { Part } from "@/app/_components/streaming/streamed-part";
import {
  readAccount,
  readAccountNumbers,
  readBalance,
  readBalanceHistory,
  readCards,
  readChange,
  readPendingTransactions,
  readTransactions,
  type Account,
} from "@/lib/banking";
import { getConnection } from "@/lib/connections";
import type { Context } from "@/lib/context";
import { AppError } from "@/lib/errors";
import type { AccountPlace, AccountRequest } from "./account-place";
import { toRoutes, withNames } from "./route-names";

/** How long the first byte waits for the parts, so that they are there without JavaScript when Increase is well. */
const partsWaitMs = 400;
/** How long the lists wait for the names of what their transactions came through. */
const namesWaitMs = 1_000;

async function requireBalance(reading: ReturnType<typeof readBalance>) {
  const result = await reading;
  if (!result.ok) throw result.error;
  return result;
}

/** All that belongs to one account, begun at once, each with an outcome of its own. */
function readParts(context: Context, { groupId, accountId, search, timeZone }: AccountRequest) {
  const { environment, filter, place } = search;
  const asked = { groupId, environment, accountId };
  const balance = toOutcome(context, "the balance", requireBalance(readBalance(context, asked)));
  const transactions = toOutcome(
    context,
    "the transactions",
    readTransactions(context, { ...asked, filter, place, timeZone }),
  );
  const pending = toOutcome(context, "the pending transactions", readPendingTransactions(context, asked));
  const numbers = toOutcome(context, "the account numbers", readAccountNumbers(context, asked));
  const cards = toOutcome(context, "the cards", readCards(context, asked));
  const routes = Promise.all([settledWithin(numbers, namesWaitMs), settledWithin(cards, namesWaitMs)]).then(
    ([ofNumbers, ofCards]) => toRoutes(ofNumbers, ofCards),
  );
  return {
    balance,
    transactions: withNames(transactions, routes),
    pending: withNames(pending, routes),
    numbers,
    cards,
    routes,
  };
}

async function settleAll(reading: ReturnType<typeof readParts>, isComplete: boolean) {
  const settle = async <T>(outcome: Promise<T>): Promise<Part<T>> => ({
    outcome,
    early: await (isComplete ? outcome : settledWithin(outcome, partsWaitMs)),
  });
  const [balance, transactions, pending, numbers, cards, routes] = await Promise.all([
    settle(reading.balance),
    settle(reading.transactions),
    settle(reading.pending),
    settle(reading.numbers),
    settle(reading.cards),
    settle(reading.routes),
  ]);
  return { balance, transactions, pending, numbers, cards, routes };
}

async function readAll(context: Context, asked: AccountRequest, account: Account) {
  const { groupId, accountId, timeZone, search } = asked;
  const { environment, days, isComplete } = search;
  const reading = readParts(context, asked);
  const { createdAt } = account;
  const history = { groupId, environment, accountId, createdAt, days, timeZone };
  // Begun last, and not waited for: thirty calls must not stand before the page's own six.
  const chart = toOutcome(context, "the balance chart", readBalanceHistory(context, history));
  const parts = await settleAll(reading, isComplete);
  return { parts, chart: isComplete ? await chart : chart };
}

type Found =
  | ({ ok: true } & Awaited<ReturnType<typeof readAccount>> & Awaited<ReturnType<typeof readAll>>)
  | { ok: false; failure: Failure };

/** Whose page it is, and whether they are signed in, decides what is answered; all else is said on the page. */
const isForThePage = ({ code }: AppError): boolean =>
  code !== "not_found" && code !== "not_signed_in" && code !== "not_allowed" && code !== "internal";

async function findAccount(context: Context, asked: AccountRequest): Promise<Found> {
  const { groupId, accountId, search } = asked;
  const { environment } = search;
  let read: Awaited<ReturnType<typeof readAccount>>;
  try {
    read = await readAccount(context, { groupId, environment, accountId });
  } catch (error) {
    if (!(error instanceof AppError) || !isForThePage(error)) throw error;
    const { log } = context;
    if (error.code.startsWith("increase_")) {
      log.warn({ err: error, accountId }, "an account is missing");
    }
    return { ok: false, failure: { code: error.code, message: error.safeMessage } };
  }
  return { ok: true, ...read, ...(await readAll(context, asked, read.account)) };
}

/**
 * What an account's page shows, whoever looks at it: the verbs decide whether they may. The account first, since what
 * is not the group's is not found; then everything else at once.
 * @throws AppError `not_found`, `not_signed_in`, `not_allowed`
 */
export async function readAccountPage(context: Context, asked: AccountRequest) {
  const { groupId, search } = asked;
  // Read before the account: a change that comes while it is read is then seen as one.
  const { version } = await readChange(context, { groupId, environment: search.environment });
  const found = await findAccount(context, asked);
  // Read after the account: what Increase answered may have changed the connection's state.
  const connection = await getConnection(context, { groupId });
  const place: AccountPlace = {
    ...asked,
    requestId: context.requestId,
    isOwn: context.actor?.kind === "customer",
    isConnectionActive: connection.state === "active",
  };
  return { place, now: context.now(), connection, version, found };
}

export type AccountPageData = Awaited<ReturnType<typeof readAccountPage>>;
export type AccountFound = Extract<AccountPageData["found"], { ok: true }>;
