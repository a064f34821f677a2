import "server-only";
import { z } from "zod";
import type { StaffActor } from "../../context";

const sessionSchema = z.object({
  staff: z.object({
    staffId: z.uuid(),
    role: z.enum(["viewer", "operator", "owner"]),
    sessionId: z.uuid(),
    // Auth.js hands its session on as JSON, in which a date is a text.
    signedInAt: z.coerce.date(),
  }),
});

/** Who acts, by what Auth.js answers. That can be truthy and no session; only the exact form counts as one. */
export function toStaffActor(session: unknown): StaffActor | null {
  const parsed = sessionSchema.safeParse(session);
  return parsed.success ? { kind: "staff", ...parsed.data.staff } : null;
}
