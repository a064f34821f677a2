"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { beginSignIn } from "@/lib/auth/begin-sign-in";
import { getContext } from "@/lib/auth/session";
import { findOfferedLink } from "@/lib/connections";

/** Begins the sign-in that a link was made for: with its scope, and for its group alone where it has one. */
export async function connectByLink(form: FormData): Promise<void> {
  // A server action is a public endpoint: what it is called with need not be a form.
  const id = form instanceof FormData ? form.get("link_id") : null;
  const context = await getContext();
  const link = typeof id === "string" ? await findOfferedLink(context, id) : null;
  if (link === null) redirect("/");
  if (link.state !== "open") redirect(`/connect/${link.id}`);
  const jar = await cookies();
  const begun = beginSignIn(
    context,
    { scope: link.scope, expectedGroupId: link.groupId, connectLinkId: link.id },
    jar.getAll().map(({ name }) => name),
  );
  for (const { name, value, attributes } of begun.cookies) jar.set(name, value, attributes);
  redirect(begun.authorizeUrl);
}
