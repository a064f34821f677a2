import { readBalanceHistory, type BalanceHistoryRequest, type BalancePoint } from "@/lib/banking";
import type { Context } from "@/lib/context";
import { toSafeError, type ErrorCode } from "@/lib/errors";

/** What came of reading the balances. A promise of it never rejects: a page that streams can't turn back. */
export type BalanceChartOutcome =
  { ok: true; points: BalancePoint[] } | { ok: false; failure: { code: ErrorCode; message: string } };

export async function readBalanceChart(
  context: Context,
  asked: BalanceHistoryRequest,
): Promise<BalanceChartOutcome> {
  try {
    return { ok: true, ...(await readBalanceHistory(context, asked)) };
  } catch (error) {
    const { log } = context;
    const failure = toSafeError(error);
    log[failure.code === "internal" ? "error" : "warn"](
      { err: error, accountId: asked.accountId },
      "a balance chart is missing",
    );
    return { ok: false, failure };
  }
}
