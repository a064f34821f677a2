"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { isFromOwnPage } from "@/lib/action";
import { beginSignIn } from "@/lib/auth/begin-sign-in";
import { findDeparture } from "@/lib/auth/find-departure";
import { customerAuth } from "@/lib/auth/session";
import { services } from "@/lib/services";

/** Sends the browser to Increase's consent page, and leaves it the cookie that the callback asks for. */
export async function signInWithIncrease(form: FormData): Promise<void> {
  // A server action is a public endpoint: what it is called with need not be a form.
  const callbackUrl = form instanceof FormData ? form.get("callbackUrl") : null;
  const jar = await cookies();
  const begun = beginSignIn(
    services(),
    { callbackUrl },
    jar.getAll().map(({ name }) => name),
  );
  for (const { name, value, attributes } of begun.cookies) jar.set(name, value, attributes);
  redirect(begun.authorizeUrl);
}

/** Ends this browser's session. The connection stays. */
export async function signOut(): Promise<void> {
  if (!(await isFromOwnPage())) redirect("/");
  // The group has left meanwhile: there is no session to end, and the front page says what happened.
  if ((await findDeparture(services())) !== null) redirect("/");
  await customerAuth().signOut({ redirectTo: "/?signed_out=1" });
}
