import "server-only";
import { z } from "zod";
import type { StaffActor } from "../../context";
import { notASession } from "../fatal-auth-error";

const sessionSchema = z.object({
  staff: z.object({
    staffId: z.uuid(),
    role: z.enum(["viewer", "operator", "owner"]),
    sessionId: z.uuid(),
    // Auth.js hands its session on as JSON, in which a date is a text.
    signedInAt: z.coerce.date(),
  }),
});

/**
 * Who acts, by what Auth.js answers: null is nobody, the exact form is somebody, and anything else is a fault.
 * @throws Error where Auth.js could not say
 */
export async function readStaffActor(auth: { auth(): Promise<unknown> }): Promise<StaffActor | null> {
  const answer = await auth.auth();
  if (answer === null) return null;
  const session = sessionSchema.safeParse(answer);
  // Attack: an error that Auth.js answers with is an object too, and would be taken for a session.
  if (!session.success) throw notASession();
  return { kind: "staff", ...session.data.staff };
}
