"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { beginSignIn } from "@/lib/auth/begin-sign-in";
import { customerAuth } from "@/lib/auth/session";
import { services } from "@/lib/services";

/** Sends the browser to Increase's consent page, and leaves it the cookie that the callback asks for. */
export async function signInWithIncrease(form: FormData): Promise<void> {
  const jar = await cookies();
  const begun = beginSignIn(
    services(),
    { callbackUrl: form.get("callbackUrl") ?? "/" },
    jar.getAll().map(({ name }) => name),
  );
  for (const name of begun.surplusCookies) jar.delete(name);
  jar.set(begun.cookie.name, begun.cookie.value, {
    httpOnly: true,
    sameSite: "lax",
    secure: begun.cookie.isSecure,
    path: "/",
    maxAge: begun.cookie.maxAgeSeconds,
  });
  redirect(begun.authorizeUrl);
}

/** Ends this browser's session. The connection stays. */
export async function signOut(): Promise<void> {
  await customerAuth().signOut({ redirectTo: "/?signed_out=1" });
}
