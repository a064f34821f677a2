"use server";

import { redirect } from "next/navigation";
import { orUnavailable } from "@/lib/action";
import { sendToIncrease } from "@/lib/auth/send-to-increase";
import { getContext } from "@/lib/auth/session";
import { findOfferedLink } from "@/lib/connections";

/** Begins the sign-in that a link was made for: with its scope, and for its group alone where it has one. */
export async function connectByLink(form: FormData): Promise<void> {
  // A server action is a public endpoint: what it is called with need not be a form.
  const id = form instanceof FormData ? form.get("link_id") : null;
  await orUnavailable(async () => {
    const context = await getContext();
    const link = typeof id === "string" ? await findOfferedLink(context, id) : null;
    if (link === null) redirect("/");
    if (link.state !== "open") redirect(`/connect/${link.id}`);
    await sendToIncrease(context, {
      scope: link.scope,
      expectedGroupId: link.groupId,
      connectLinkId: link.id,
    });
  });
}
