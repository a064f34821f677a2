import "server-only";
import type { Transaction } from "@/db/client";
import {
  closeInvitations,
  countOwners,
  findOpenInvitation,
  findStaffBySubject,
  lockMembership,
  putStaff,
  updateStaff,
  type StaffRow,
} from "@/db/queries/staff";
import { deleteStaffSessionByToken } from "@/db/queries/staff-sessions";
import { recordAudit, type AuditFact } from "../audit";
import type { Context, StaffRole } from "../context";
import { toComparable } from "./address";

/** A person as the issuer vouches for them. */
export type StaffIdentity = {
  issuer: string;
  subject: string;
  email: string | null;
  isEmailVerified: boolean;
  name: string | null;
  /** Hash of the session that this browser came with; it ends here. */
  presentedSessionHash: string | null;
};

type Admission =
  { isAdmitted: true; staffId: string } | { isAdmitted: false; reason: "not_staff" | "email_unverified" };

/** The role that somebody unknown may come in with, and by what. Null: by nothing. */
async function findWelcome(
  tx: Transaction,
  { env, now }: Context,
  email: string,
): Promise<{ role: StaffRole; by: "invitation" | "STAFF_OWNERS" } | null> {
  // Attack: a variable of last year, and an address that has changed hands since. It counts for the first owner alone.
  if (env.STAFF_OWNERS.includes(email) && (await countOwners(tx)) === 0) {
    return { role: "owner", by: "STAFF_OWNERS" };
  }
  const invitation = await findOpenInvitation(tx, email, now());
  return invitation && { role: invitation.role, by: "invitation" };
}

async function admitNew(tx: Transaction, context: Context, identity: StaffIdentity): Promise<Admission> {
  const email = identity.email === null ? null : toComparable(identity.email);
  if (email === null || !identity.isEmailVerified) return { isAdmitted: false, reason: "email_unverified" };
  const welcome = await findWelcome(tx, context, email);
  if (welcome === null) return { isAdmitted: false, reason: "not_staff" };
  const { issuer, subject, name } = identity;
  const { role, by } = welcome;
  const { id: staffId } = await putStaff(tx, {
    issuer,
    subject,
    email,
    name,
    role,
    createdAt: context.now(),
  });
  await closeInvitations(tx, { email }, { closedAt: context.now(), acceptedBy: staffId });
  await recordAudit(tx, context, {
    action: "staff.admitted",
    targetKind: "staff",
    targetId: staffId,
    groupId: null,
    after: { email, role, by },
    actor: { kind: "staff", staffId },
  });
  return { isAdmitted: true, staffId };
}

/**
 * Takes over what the issuer now says of somebody who is staff: their address is not who they are. Returns what
 * the audit log says of a new one.
 */
async function follow(
  tx: Transaction,
  known: StaffRow,
  { email: told, isEmailVerified, name }: StaffIdentity,
): Promise<Pick<AuditFact, "before" | "after">> {
  const email = told !== null && isEmailVerified ? toComparable(told) : known.email;
  await updateStaff(tx, known.id, { email, name: name ?? known.name });
  return email === known.email ? {} : { before: { email: known.email }, after: { email } };
}

/**
 * Decides whether a person whom the issuer has signed in is staff. One who was bound to (issuer, subject) before
 * is; the e-mail only matches an invitation, or `STAFF_OWNERS` while there is no owner, at the first time. One who is
 * not let in leaves nothing behind, and their browser's session before goes on.
 * @throws whatever kept it from being written; a refusal is an answer, and no error
 */
export async function admitStaff(context: Context, identity: StaffIdentity): Promise<Admission> {
  const { issuer, subject, presentedSessionHash } = identity;
  return context.db.transaction(async (tx) => {
    await lockMembership(tx);
    const known = await findStaffBySubject(tx, issuer, subject);
    const isStaff = known !== null && known.removedAt === null;
    const admission: Admission = isStaff
      ? { isAdmitted: true, staffId: known.id }
      : await admitNew(tx, context, identity);
    if (!admission.isAdmitted) return admission;
    if (presentedSessionHash !== null) await deleteStaffSessionByToken(tx, presentedSessionHash);
    const changed = isStaff ? await follow(tx, known, identity) : {};
    await recordAudit(tx, context, {
      ...changed,
      action: "staff.signed_in",
      targetKind: "staff",
      targetId: admission.staffId,
      groupId: null,
      actor: { kind: "staff", staffId: admission.staffId },
    });
    return admission;
  });
}
