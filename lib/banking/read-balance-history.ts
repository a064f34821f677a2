import "server-only";
import pLimit from "p-limit";
import { openGroupForReading } from "../connections";
import type { Context } from "../context";
import { getBalance, UpstreamError } from "../increase";
import { dayEnds, dayOf, type ChartDays } from "../time-zone";
import type { AccountRef } from "./account-ref";
import { balanceMemory } from "./balance-memory";
import { requireOwnAccount } from "./require-own-account";
import { requireSameAccount } from "./require-same-account";

/** With the six other calls of an account's page they are the ten that a group may have in flight: none of them waits. */
const mostInFlight = 4;
/** So many are an outage: the rest would only hold the page up, and ask more of who can't answer. */
const mostFailures = 5;

export type BalanceHistoryRequest = AccountRef & {
  /** There is no balance before it. */
  createdAt: Date;
  days: ChartDays;
  timeZone: string;
};

/** The current balance at the end of `day`, or within it where that is today; null where it could not be read. */
export type BalancePoint = { day: string; at: Date; cents: number | null };

/** Reads each in its turn, a few at once; once too many have failed, the rest are null without being asked for. */
async function readInTurn<T>(items: readonly T[], read: (item: T) => Promise<number>) {
  const limit = pLimit(mostInFlight);
  const failures: UpstreamError[] = [];
  const readOne = async (item: T): Promise<number | null> => {
    if (failures.length >= mostFailures) return null;
    try {
      return await read(item);
    } catch (error) {
      // What is not Increase's failure, such as a token that it no longer takes, is the same for all that wait.
      if (!(error instanceof UpstreamError)) {
        limit.clearQueue();
        throw error;
      }
      failures.push(error);
      return null;
    }
  };
  const results = await Promise.all(items.map((item) => limit(() => readOne(item))));
  return { results, failures };
}

/** @throws UpstreamError where no point could be read */
function noteFailures(
  { log }: Context,
  accountId: string,
  points: readonly BalancePoint[],
  [first]: readonly UpstreamError[],
): void {
  if (first === undefined) return;
  const missing = points.filter(({ cents }) => cents === null).length;
  if (missing === points.length) throw first;
  log.warn({ err: first, accountId, missing }, "points of a balance chart are missing");
}

/**
 * The account's current balance at the ends of past days and, last, now: at most 31 points, oldest first. A day end
 * that was read in the last ten minutes is not asked for again.
 * @throws as openGroupForReading does; AppError `not_found` for another group's account; UpstreamError where no point
 * could be read
 */
export async function readBalanceHistory(
  context: Context,
  asked: BalanceHistoryRequest,
): Promise<{ points: BalancePoint[] }> {
  const group = await openGroupForReading(context, "account.read", asked);
  await requireOwnAccount(context, asked);
  const { accountId, createdAt, days, timeZone } = asked;
  const memory = balanceMemory(context, group.token, accountId);
  const now = context.now();
  const ends = dayEnds({ days, now, timeZone })
    .filter(({ at }) => at >= createdAt)
    .map(({ day, at }) => ({ day, at, known: memory.find(at) }));
  const readCents = async (at: Date | null): Promise<number> => {
    const balance = await group.call((client) => getBalance(client, accountId, at ?? undefined));
    requireSameAccount(context, accountId, [balance]);
    if (at !== null) memory.keep(at, balance.currentCents);
    return balance.currentCents;
  };
  // Now's comes first: while the page's own balance is being read, it is the same request.
  const unknown = ends.filter(({ known }) => known === null).map(({ at }) => at);
  const moments = [null, ...unknown.toReversed()];
  const { results, failures } = await readInTurn(moments, readCents);
  const read = new Map(moments.map((at, index) => [at, results[index] ?? null]));
  const points = [
    ...ends.map(({ day, at, known }) => ({ day, at, cents: known ?? read.get(at) ?? null })),
    { day: dayOf(now, timeZone), at: now, cents: read.get(null) ?? null },
  ];
  noteFailures(context, accountId, points, failures);
  return { points };
}
