import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { Services } from "../services";
import { beginSignIn, type SignInRequest } from "./begin-sign-in";
import { limitBegunSignIn } from "./limit-sign-in";

/** Begins a sign-in in this browser: leaves it the cookie that the callback asks for, and sends it to Increase. */
export async function sendToIncrease(
  services: Pick<Services, "db" | "env" | "log" | "now">,
  request: SignInRequest,
): Promise<never> {
  await limitBegunSignIn(services, "customer");
  const jar = await cookies();
  const begun = beginSignIn(
    services,
    request,
    jar.getAll().map(({ name }) => name),
  );
  for (const { name, value, attributes } of begun.cookies) jar.set(name, value, attributes);
  redirect(begun.authorizeUrl);
}
