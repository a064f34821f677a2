import { randomBytes } from "node:crypto";
import { v4 as uuidv4 } from "uuid";
import { putStaff } from "@/db/queries/staff";
import { insertStaffSession } from "@/db/queries/staff-sessions";
import { hashSessionToken, sessionIdleMs, staffSessionAbsoluteMs } from "../auth/session-token";
import type { StaffActor, StaffRole } from "../context";
import type { TestPortal } from "./test-portal";

/** One of the staff as a verb sees them. No table knows of them: for verbs that write nothing. */
export function staffActor(role: StaffRole, fields: Partial<StaffActor> = {}): StaffActor {
  const [staffId, sessionId] = [uuidv4(), uuidv4()];
  return { kind: "staff", staffId, role, sessionId, signedInAt: new Date(), ...fields };
}

/** One of the staff who has signed in, with the value of their session's cookie. */
export async function makeStaff(
  { services: { db, env, now } }: Pick<TestPortal, "services">,
  role: StaffRole,
  fields: { email?: string } = {},
): Promise<{ actor: StaffActor; email: string; sessionToken: string }> {
  const subject = `sub_${uuidv4()}`;
  const { email = `${role}.${subject}@ledgerline.example` } = fields;
  const at = now();
  const person = await putStaff(db, {
    issuer: env.STAFF_OIDC_ISSUER,
    subject,
    email,
    name: `A ${role}`,
    role,
    createdAt: at,
  });
  const sessionToken = randomBytes(24).toString("base64url");
  const session = await insertStaffSession(db, {
    tokenHash: hashSessionToken(sessionToken),
    staffId: person.id,
    signedInAt: at,
    createdAt: at,
    lastSeenAt: at,
    idleExpiresAt: new Date(at.getTime() + sessionIdleMs),
    absoluteExpiresAt: new Date(at.getTime() + staffSessionAbsoluteMs),
    userAgent: "test",
  });
  const actor = staffActor(role, { staffId: person.id, sessionId: session.id, signedInAt: at });
  return { actor, email, sessionToken };
}
