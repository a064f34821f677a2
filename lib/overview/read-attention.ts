import "server-only";
import {
  countAttention,
  findLastCompleteReconciliation,
  listStaleDeliveries,
  type AttentionCounts,
  type StaleDeliveryCount,
} from "@/db/queries/overview";
import { findLastReconciliation, type Reconciliation } from "@/db/queries/reconciliations";
import { countOwners } from "@/db/queries/staff";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { dayMs, minuteMs } from "../durations";

export type Attention = AttentionCounts & {
  /** Of each environment in which there was one in the last day; `count` is of all time. */
  staleDeliveries: StaleDeliveryCount[];
  owners: number;
  /** The last one, complete or not. */
  lastReconciliation: Reconciliation | null;
  lastCompleteAt: Date | null;
  /** None has come to its end in the last hour. */
  isReconciliationLate: boolean;
};

/**
 * What a person should look at: counts, and how the reconciliation is doing. Alerts are those of the last seven days,
 * overdue events those that have been due for 15 minutes.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function readAttention(context: Context): Promise<Attention> {
  requireStaffPermission(context, "overview.read");
  const { db } = context;
  const nowMs = context.now().getTime();
  const overdueBefore = new Date(nowMs - 15 * minuteMs);
  const [counts, staleDeliveries, owners, lastReconciliation, lastComplete] = await Promise.all([
    countAttention(db, { overdueBefore, alertsSince: new Date(nowMs - 7 * dayMs) }),
    listStaleDeliveries(db, new Date(nowMs - dayMs)),
    countOwners(db),
    findLastReconciliation(db),
    findLastCompleteReconciliation(db),
  ]);
  const lastCompleteAt = lastComplete?.finishedAt ?? null;
  const isReconciliationLate = nowMs - (lastCompleteAt?.getTime() ?? 0) > 60 * minuteMs;
  return { ...counts, staleDeliveries, owners, lastReconciliation, lastCompleteAt, isReconciliationLate };
}
