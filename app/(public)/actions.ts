"use server";

import { redirect } from "next/navigation";
import { isFromOwnPage, orUnavailable } from "@/lib/action";
import { findDeparture } from "@/lib/auth/find-departure";
import { sendToIncrease } from "@/lib/auth/send-to-increase";
import { customerAuth } from "@/lib/auth/session";
import { services } from "@/lib/services";

/** Sends the browser to Increase's consent page, and leaves it the cookie that the callback asks for. */
export async function signInWithIncrease(form: FormData): Promise<void> {
  // A server action is a public endpoint: what it is called with need not be a form.
  const callbackUrl = form instanceof FormData ? form.get("callbackUrl") : null;
  await orUnavailable(() => sendToIncrease(services(), { callbackUrl }));
}

/** Ends this browser's session. The connection stays. */
export async function signOut(): Promise<void> {
  if (!(await isFromOwnPage())) redirect("/");
  await orUnavailable(async () => {
    // The group has left meanwhile: there is no session to end, and the front page says what happened.
    if ((await findDeparture(services())) !== null) redirect("/");
    await customerAuth().signOut({ redirectTo: "/?signed_out=1" });
  });
}
