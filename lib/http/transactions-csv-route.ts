import "server-only";
import { requireGroupPermission } from "../auth/permissions";
import { exportTransactions, parseTransactionSearch, type ExportedTransaction } from "../banking";
import type { Context } from "../context";
import { decimal } from "../csv/csv";
import { answerWithCsv } from "./csv-route";
import { AppError } from "../errors";
import { toDecimal } from "../money";
import { readTimeZone } from "./page-time-zone";
import { route } from "../route";
import { dayOf, utc } from "../time-zone";

function columnsIn(timeZone: string) {
  return {
    id: (transaction: ExportedTransaction) => transaction.id,
    created_at: (transaction: ExportedTransaction) => transaction.createdAt,
    /** As the page counts it: the other one is in UTC. */
    day: (transaction: ExportedTransaction) => dayOf(transaction.createdAt, timeZone),
    description: (transaction: ExportedTransaction) => transaction.description,
    category: (transaction: ExportedTransaction) => transaction.source.category,
    amount: ({ amountCents, currency }: ExportedTransaction) => decimal(toDecimal(amountCents, currency)),
    currency: (transaction: ExportedTransaction) => transaction.currency,
    route_id: (transaction: ExportedTransaction) => transaction.routeId,
    account_id: (transaction: ExportedTransaction) => transaction.accountId,
  };
}

/**
 * A browser that follows the link would show the error's JSON in place of the page: it is led back to where the link
 * is, which says so, or sends somebody who is signed out to sign in.
 */
async function orBackToPage(request: Request, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    const isNavigation = request.headers.get("sec-fetch-mode") === "navigate";
    if (!isNavigation || !(error instanceof AppError) || error.code === "not_found") throw error;
    const { pathname, searchParams } = new URL(request.url);
    searchParams.set("file", "failed");
    const location = `${pathname.replace(/\/transactions\.csv$/, "")}?${searchParams}`;
    return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
  }
}

type Params = { params: Promise<{ group_id: string; account_id: string }> };

/** An account's transactions as a file: what the page's filters let through, and all of it. */
export function transactionsCsvRoute(readContext: () => Promise<Context>) {
  return route(async (request: Request, { params }: Params) => {
    const { group_id: groupId, account_id: accountId } = await params;
    return orBackToPage(request, () =>
      answerWithCsv(request, {
        readContext,
        requirePermission: (context) => requireGroupPermission(context, "transaction.export", groupId),
        readFilter(search) {
          const { filter, environment, ignored } = parseTransactionSearch(search);
          return { filter: { filter, environment }, ignored };
        },
        async open(context, { filter, environment }) {
          // The staff's pages are in UTC, whatever the browser was told as a customer's.
          const timeZone = context.actor?.kind === "staff" ? utc : await readTimeZone();
          const asked = { groupId, environment, accountId, filter, timeZone, signal: request.signal };
          return {
            name:
              environment === "sandbox" ? `sandbox-transactions-${accountId}` : `transactions-${accountId}`,
            rows: await exportTransactions(context, asked),
            columns: columnsIn(timeZone),
          };
        },
      }),
    );
  });
}
