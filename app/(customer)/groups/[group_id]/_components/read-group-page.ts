import { getConnection } from "@/lib/connections";
import type { Context } from "@/lib/context";
import { readAccountsOutcome, settledWithin } from "./accounts-outcome";
import type { ListPlace, ListRequest } from "./list-place";

/** How long the first byte waits for the list, so that it is there without JavaScript when Increase is well. */
const listWaitMs = 1_000;

/** What a group's page shows, whoever looks at it: the verbs decide whether they may. */
export async function readGroupPage(context: Context, asked: ListRequest) {
  const { groupId, cursor, isComplete } = asked;
  const outcome = readAccountsOutcome(context, { groupId, cursor });
  const early = await (isComplete ? outcome : settledWithin(outcome, listWaitMs));
  // Read after the list: what Increase answered may have changed the connection's state.
  const connection = await getConnection(context, { groupId });
  const place: ListPlace = {
    ...asked,
    requestId: context.requestId,
    isConnectionActive: connection.state === "active",
    isOwn: context.actor?.kind === "customer",
  };
  return { place, now: context.now(), connection, outcome, early };
}

export type GroupPageData = Awaited<ReturnType<typeof readGroupPage>>;
