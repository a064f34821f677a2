import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { PublicShell } from "@/app/_components/shell/public-shell";
import { Notice } from "@/app/_components/ui/notice";
import { PageHeader } from "@/app/_components/ui/page-header";
import { RequestReference } from "@/app/_components/ui/request-reference";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { TextLink } from "@/app/_components/ui/text-link";
import { parseStaffCallbackUrl } from "@/lib/auth/callback-url";
import { staffSignInReason } from "@/lib/auth/staff/failure";
import { isNeverProven } from "@/lib/auth/staff/proven-at";
import { loadStaffPage } from "@/lib/page";
import type { Search } from "@/lib/search-params";
import { signInStaff } from "./actions";
import { reasons } from "./_components/reasons";

export const metadata: Metadata = { title: "Staff sign-in" };

export default async function StaffSignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [search, { actor, env }] = await Promise.all([
    searchParams,
    loadStaffPage(async (context) => context, "/admin/sign-in"),
  ]);
  const callbackUrl = parseStaffCallbackUrl(search.callbackUrl, env.AUTH_URL);
  const reason =
    search.reason === undefined ? null : staffSignInReason.catch("internal").parse(search.reason);
  if (actor !== null && reason === null) redirect(callbackUrl);
  const failed = z.uuid().safeParse(search.request);
  const isUnproven = actor?.kind === "staff" && isNeverProven(actor.signedInAt);
  const isUrgent = reason !== null && reason !== "again";
  return (
    <PublicShell>
      <div className="grid max-w-[46rem] gap-8">
        <PageHeader title="Staff sign-in">
          <p>
            For the people of the platform. Customers <TextLink href="/">connect with Increase</TextLink>{" "}
            instead.
          </p>
        </PageHeader>
        {reason !== null ? (
          <Notice
            title={reasons[reason].title}
            icon={isUrgent ? "attention" : "info"}
            tone={isUrgent ? "alert" : "plain"}
          >
            <p>{reasons[reason].words}</p>
            {reason === "again" && isUnproven ? (
              <p>
                Your company’s sign-in did not say when you proved who you are, so no sign-in counts as fresh.
                If it never says so, whoever runs this portal can set STAFF_OIDC_TRUST_FRESHNESS.
              </p>
            ) : null}
          </Notice>
        ) : search.signed_out === "1" ? (
          <Notice title="You are signed out" icon="check" tone="good">
            <p>Your company’s own sign-in may still know you in this browser.</p>
          </Notice>
        ) : null}
        <form action={signInStaff}>
          <input type="hidden" name="callbackUrl" value={callbackUrl} />
          {reason === null ? null : <input type="hidden" name="again" value="1" />}
          <SubmitButton pendingLabel="Leading you there…">Continue with your company’s sign-in</SubmitButton>
        </form>
        {failed.success ? <RequestReference requestId={failed.data} /> : null}
      </div>
    </PublicShell>
  );
}
