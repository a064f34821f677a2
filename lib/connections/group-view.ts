import "server-only";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { findNewestConnection } from "@/db/queries/connections";
import { findOpenGroupView, insertGroupView, type GroupViewRow } from "@/db/queries/group-views";
import { recordAudit } from "../audit";
import { requireGroupPermission, requireStaffPermission, type Permission } from "../auth/permissions";
import type { Context } from "../context";
import { AppError, notFound } from "../errors";
import { isStorable } from "../storable-text";

/** How long one reason lets a person of the staff see what the customer sees. */
const groupViewMs = 30 * 60_000;

const Reason = z
  .string()
  .trim()
  .min(5)
  .max(300)
  .refine(isStorable)
  // Attack: characters that nobody can see, so that a reason is given and the log tells of none.
  .refine((reason) => reason.replaceAll(/[\p{C}\p{Z}\p{M}]/gu, "").length >= 3);

export type GroupView = Pick<GroupViewRow, "reason" | "startedAt" | "expiresAt">;

/** A group that never connected here is as unknown as any. */
async function requireKnownGroup({ db }: Context, groupId: string): Promise<void> {
  if (!isStorable(groupId) || (await findNewestConnection(db, groupId)) === null) throw notFound();
}

/** The form was sent twice: what it asks for is there, and still open. */
async function isSameView(tx: Transaction, { id, staffId, groupId, startedAt: now }: GroupViewRow) {
  return (await findOpenGroupView(tx, { staffId, groupId, now }))?.id === id;
}

/**
 * Begins a look at what a customer sees, with the reason for it, which stands in the audit log.
 * @param id made with the form: sent twice, it begins one look
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `invalid_input`, `conflict` for a form that was used before
 */
export async function beginGroupView(
  context: Context,
  { id, groupId, reason }: { id: string; groupId: string; reason: string },
): Promise<void> {
  const { staffId } = requireStaffPermission(context, "group.view");
  await requireKnownGroup(context, groupId);
  const given = Reason.safeParse(reason);
  if (!given.success) {
    throw new AppError("invalid_input", "Say in 5 to 300 characters why. Nothing was shown or noted.");
  }
  const startedAt = context.now();
  const expiresAt = new Date(startedAt.getTime() + groupViewMs);
  await context.db.transaction(async (tx) => {
    const view = { id, staffId, groupId, reason: given.data, startedAt, expiresAt };
    if (!(await insertGroupView(tx, view))) {
      if (await isSameView(tx, view)) return;
      throw new AppError(
        "conflict",
        "This form was used before. Nothing was shown or noted; open the page again and repeat it.",
      );
    }
    await recordAudit(tx, context, {
      action: "group.viewed",
      targetKind: "group",
      targetId: groupId,
      groupId,
      after: { until: expiresAt.toISOString() },
      reason: given.data,
    });
  });
}

/**
 * The look that the person has open at the group; null: they must give a reason first.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`
 */
export async function findGroupView(
  context: Context,
  { groupId }: { groupId: string },
): Promise<GroupView | null> {
  const { staffId } = requireStaffPermission(context, "group.view");
  await requireKnownGroup(context, groupId);
  return findOpenGroupView(context.db, { staffId, groupId, now: context.now() });
}

/**
 * The first line of a verb that shows a customer's data: to the customer, or to one of the staff with a look open.
 * @throws as requireGroupPermission does; AppError `not_allowed` for staff who have given no reason
 */
export async function requireGroupReader(
  context: Context,
  permission: Permission,
  groupId: string,
): Promise<void> {
  const actor = requireGroupPermission(context, permission, groupId);
  if (actor.kind === "customer") return;
  if (!isStorable(groupId)) throw notFound();
  // Attack: one of the staff who opens a customer's page by its address, and leaves no trace of why.
  const view = await findOpenGroupView(context.db, { staffId: actor.staffId, groupId, now: context.now() });
  if (view === null) {
    throw new AppError("not_allowed", "Give a reason first. Nothing was shown.");
  }
}
