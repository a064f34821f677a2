import { toOutcome } from "@/app/_components/streaming/outcome";
import { settledWithin } from "@/app/_components/streaming/settled-within";
import { readAccounts, readChange, readRecentTransactions } from "@/lib/banking";
import { getConnection } from "@/lib/connections";
import type { Context } from "@/lib/context";
import type { ListPlace, ListRequest } from "./list-place";

/** How long the first byte waits, so that the page is whole in it, also without JavaScript, when Increase is well. */
const listWaitMs = 1_000;
const restWaitMs = 400;

/** What a group's page shows, whoever looks at it: the verbs decide whether they may. */
export async function readGroupPage(
  context: Context,
  { timeZone, ...asked }: ListRequest & { timeZone: string },
) {
  const { groupId, environment, cursor, q: search, isComplete } = asked;
  // Read before the accounts: a change that comes while they are read is then seen as one.
  const { version } = await readChange(context, { groupId, environment });
  const outcome = toOutcome(
    context,
    "the accounts",
    readAccounts(context, { groupId, environment, cursor, search }),
  );
  const recent = toOutcome(
    context,
    "the last transactions",
    readRecentTransactions(context, { groupId, environment }),
  );
  const early = await (isComplete ? outcome : settledWithin(outcome, listWaitMs));
  const rest = <T>(part: Promise<T>) => (isComplete ? part : settledWithin(part, restWaitMs));
  const [earlyBalances, earlyRecent] = await Promise.all([
    early?.ok ? rest(early.value.balances) : null,
    early === null ? settledWithin(recent, 0) : rest(recent),
  ]);
  // Read after them: what Increase answered may have changed the connection's state.
  const connection = await getConnection(context, { groupId });
  const place: ListPlace = {
    ...asked,
    timeZone,
    requestId: context.requestId,
    isConnectionActive: connection.state === "active",
    isOwn: context.actor?.kind === "customer",
  };
  /** Settles once what was read is kept for an outage: the host must not stop the work before. */
  const kept = outcome.then((found) => (found.ok ? found.value.kept : undefined));
  const accounts = { outcome, early, earlyBalances };
  return { place, now: context.now(), connection, version, ...accounts, recent, earlyRecent, kept };
}

export type GroupPageData = Awaited<ReturnType<typeof readGroupPage>>;
