import type { Hono } from "hono";
import { z } from "zod";
import type { NodeContext } from "../node-context";
import { authorizeAs } from "../staff/authorize";
import type { World } from "../state/world";
import { readInput } from "./input";

const dayInSeconds = 86_400;

const NewPerson = z.strictObject({
  name: z.string().min(1).max(200).optional(),
  /** Any text: what an issuer claims need not be an address. */
  email: z.string().min(1).max(320).optional(),
  email_verified: z.union([z.boolean(), z.literal("absent")]).optional(),
});

const AuthorizeStaff = z.strictObject({
  authorize_url: z.url(),
  sub: z.string(),
  auth_time_seconds_ago: z
    .int()
    .min(0)
    .max(366 * dayInSeconds)
    .optional(),
});

/** People of a test's own at the staff's issuer, and what they do there. */
export function addStaffRoutes(app: Hono<NodeContext>, { staff }: World): void {
  app.post("/staff/people", async (context) => {
    const { name, email, email_verified: emailVerified } = await readInput(context, NewPerson);
    const person = staff.people.add({ name, email, emailVerified });
    return context.json({ sub: person.sub, email: person.email }, 201);
  });
  app.post("/staff/authorize", async (context) => {
    const input = await readInput(context, AuthorizeStaff);
    const redirect_to = await authorizeAs(staff, {
      authorizeUrl: input.authorize_url,
      sub: input.sub,
      authTimeSecondsAgo: input.auth_time_seconds_ago,
    });
    return context.json({ redirect_to });
  });
}
