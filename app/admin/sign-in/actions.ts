"use server";

import { redirect } from "next/navigation";
import { isFromOwnPage, orUnavailable } from "@/lib/action";
import { staffAuth } from "@/lib/auth/session";
import { beginStaffSignIn } from "@/lib/auth/staff/sign-in";
import { parseStaffCallbackUrl } from "@/lib/auth/callback-url";
import { services } from "@/lib/services";

/** Sends the browser to the staff's issuer, with the cookies that the callback asks for. */
export async function signInStaff(form: FormData): Promise<void> {
  // A server action is a public endpoint: what it is called with need not be a form.
  const read = (name: string) => (form instanceof FormData ? form.get(name) : null);
  const callbackUrl = read("callbackUrl");
  await orUnavailable(async () => {
    const address = await beginStaffSignIn(services(), staffAuth(), {
      callbackUrl,
      again: read("again") === "1",
    });
    if (address !== null) redirect(address);
    const parameters = new URLSearchParams({
      reason: "issuer_unavailable",
      callbackUrl: parseStaffCallbackUrl(callbackUrl, services().env.AUTH_URL),
    });
    redirect(`/admin/sign-in?${parameters}`);
  });
}

/** Ends this browser's session of the staff. A customer's session in the same browser goes on. */
export async function signOutStaff(): Promise<void> {
  if (!(await isFromOwnPage())) redirect("/admin");
  await orUnavailable(() => staffAuth().signOut({ redirectTo: "/admin/sign-in?signed_out=1" }));
}
