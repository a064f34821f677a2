import "server-only";
import { recordAudit } from "../audit";
import { openGroupForReading, requireStillReading, type OpenGroup } from "../connections";
import type { Context } from "../context";
import { readPages } from "../csv/csv-rows";
import { UpstreamError, type Transaction } from "../increase";
import type { AccountRef } from "./account-ref";
import { listAccountTransactions, toAccountQuery } from "./list-account-transactions";
import { readAccount } from "./read-account";
import type { TransactionFilter } from "./transaction-filter";
import { createMatcher } from "./transaction-matcher";

export type ExportedTransaction = Transaction;

const rowsPerCall = 100;

/** A file may take its time: a page that Increase holds back for so long is waited for. */
const longestWaitMs = 60_000;

type Asked = AccountRef & {
  filter: TransactionFilter;
  timeZone: string;
  /** Aborted once nobody reads any more. */
  signal?: AbortSignal;
};

function createPageReader(context: Context, group: OpenGroup, { accountId, filter, timeZone }: Asked) {
  const query = toAccountQuery(accountId, filter, timeZone);
  const matches = createMatcher(filter);
  const begun = new Set<string>();
  return async (cursor: string | null) => {
    const asked = { cursor: cursor ?? undefined, limit: rowsPerCall, longestWaitMs };
    const { items, nextCursor: next } = await listAccountTransactions(context, group, query, asked);
    const first = items[0]?.id ?? "";
    // Attack, or a fault of Increase's: a file that never ends.
    if (next !== null && (next === cursor || begun.has(first))) {
      throw new UpstreamError("unavailable", 200, { title: "a list that goes around in a circle" });
    }
    begun.add(first);
    return { rows: items.filter(matches), next };
  };
}

async function noteExport(context: Context, { groupId, environment, accountId, filter, timeZone }: Asked) {
  await context.db.transaction((tx) =>
    recordAudit(tx, context, {
      action: "transactions.exported",
      targetKind: "account",
      targetId: accountId,
      groupId,
      after: { environment, filter, timeZone },
    }),
  );
}

/**
 * All of an account's transactions that fit, newest first, read as they are taken. That it was done stands in the audit
 * log before the first of them.
 * @throws as openGroupForReading does; AppError `not_found` for an account that is unknown, or another group's,
 * `increase_refused`; UpstreamError
 */
export async function exportTransactions(
  context: Context,
  asked: Asked,
): Promise<AsyncIterable<ExportedTransaction>> {
  const group = await openGroupForReading(context, "transaction.export", asked);
  await readAccount(context, asked);
  const readPage = createPageReader(context, group, asked);
  // Read before the answer begins: a failure here is an answer of its own, and no file that breaks off.
  const first = await readPage(null);
  await noteExport(context, asked);
  return readPages<ExportedTransaction, string>(context, {
    readPage: async (cursor) => (cursor === null ? first : readPage(cursor)),
    requireStill: () => requireStillReading(context, "transaction.export", group.token),
    signal: asked.signal,
  });
}
