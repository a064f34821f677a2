import "server-only";
import { z } from "zod";
import type { CustomerActor } from "../context";
import { notASession } from "./fatal-auth-error";

const sessionSchema = z.object({ groupId: z.string().min(1), sessionId: z.uuid() });

/**
 * Who acts, by what Auth.js answers: null is nobody, the exact form is somebody, and anything else is a fault.
 * @throws Error where Auth.js could not say
 */
export async function readCustomerActor(auth: { auth(): Promise<unknown> }): Promise<CustomerActor | null> {
  const answer = await auth.auth();
  if (answer === null) return null;
  const session = sessionSchema.safeParse(answer);
  // Attack: an error that Auth.js answers with is an object too, and would be taken for a session.
  if (!session.success) throw notASession();
  return { kind: "customer", ...session.data };
}
