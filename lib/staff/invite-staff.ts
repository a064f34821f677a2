import "server-only";
import { z } from "zod";
import { closeInvitations, findCurrentStaffByEmail, insertInvitation } from "@/db/queries/staff";
import { recordAudit } from "../audit";
import { requireStaffPermission } from "../auth/permissions";
import type { Context, StaffRole } from "../context";
import { dayMs } from "../durations";
import { AppError } from "../errors";
import { toComparable } from "./address";
import { lockStaff } from "./lock-staff";

export const invitationLifetimeMs = 7 * dayMs;

const address = z.email().max(254);

/**
 * Invites an address in a role: whoever first signs in with it, verified by the issuer, is staff. An invitation
 * of the same address that is still open is replaced.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `invalid_input`, `conflict` for one who is staff
 */
export async function inviteStaff(
  context: Context,
  { email: given, role }: { email: string; role: StaffRole },
): Promise<void> {
  const { staffId } = requireStaffPermission(context, "staff.invite");
  const parsed = address.safeParse(toComparable(given.trim()));
  if (!parsed.success) {
    throw new AppError("invalid_input", "That is no e-mail address. Nobody was invited; correct it.");
  }
  const email = parsed.data;
  const createdAt = context.now();
  await context.db.transaction(async (tx) => {
    await lockStaff(tx, context, "staff.invite");
    if ((await findCurrentStaffByEmail(tx, email)) !== null) {
      throw new AppError(
        "conflict",
        `${email} is staff already. Nothing was changed; change their role instead.`,
      );
    }
    const replaced = await closeInvitations(tx, { email }, { closedAt: createdAt });
    const expiresAt = new Date(createdAt.getTime() + invitationLifetimeMs);
    const { id } = await insertInvitation(tx, { email, role, invitedBy: staffId, createdAt, expiresAt });
    await recordAudit(tx, context, {
      action: "staff.invited",
      targetKind: "invitation",
      targetId: id,
      groupId: null,
      before: replaced === null ? undefined : { email, role: replaced.role },
      after: { email, role },
    });
  });
}

/**
 * Takes an invitation back. One that is no longer open stays as it is. Returns whether there was one.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`
 */
export async function withdrawInvitation(context: Context, { id }: { id: string }): Promise<boolean> {
  requireStaffPermission(context, "staff.invite");
  return context.db.transaction(async (tx) => {
    await lockStaff(tx, context, "staff.invite");
    const closed = await closeInvitations(tx, { id }, { closedAt: context.now() });
    if (closed === null) return false;
    await recordAudit(tx, context, {
      action: "staff.invitation_withdrawn",
      targetKind: "invitation",
      targetId: id,
      groupId: null,
      before: { email: closed.email, role: closed.role },
    });
    return true;
  });
}
