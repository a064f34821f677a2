import { redirect } from "next/navigation";
import { groupPath } from "@/app/_components/shell/group-path";
import { PublicShell } from "@/app/_components/shell/public-shell";
import { SignInForm } from "@/app/_components/shell/sign-in-form";
import { TimeZoneLeaf } from "@/app/_components/shell/time-zone-leaf";
import { findDeparture } from "@/lib/auth/find-departure";
import type { OAuthScope } from "@/lib/connections";
import { readTimeZone } from "@/lib/http/page-time-zone";
import { loadPage } from "@/lib/page";
import type { Search } from "@/lib/search-params";
import { DepartureNotice, SignedOutNotice } from "./_components/departure-notice";
import { KeptLedger } from "./_components/kept-ledger";
import { NextSteps } from "./_components/next-steps";

export default async function HomePage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const callbackUrl = typeof search.callbackUrl === "string" ? search.callbackUrl : "/";
  const { context, departure } = await loadPage(
    async (found) => ({
      context: found,
      departure: found.actor?.kind === "customer" ? null : await findDeparture(found),
    }),
    `/?${new URLSearchParams({ callbackUrl })}`,
  );
  const { actor, env } = context;
  if (actor?.kind === "customer") redirect(groupPath(actor.groupId));
  const timeZone = await readTimeZone();
  return (
    <PublicShell>
      <div className="grid gap-12 sm:gap-16">
        {departure !== null ? (
          <DepartureNotice departure={departure} now={context.now()} callbackUrl={callbackUrl} />
        ) : search.signed_out === "1" ? (
          <SignedOutNotice />
        ) : null}
        <div className="grid items-start gap-12 lg:grid-cols-[1fr_22rem] lg:gap-20">
          <Introduction scope={env.INCREASE_SCOPE} callbackUrl={callbackUrl} />
          <NextSteps />
        </div>
        <KeptLedger />
      </div>
      <TimeZoneLeaf current={timeZone} />
    </PublicShell>
  );
}

function Introduction({ scope, callbackUrl }: { scope: OAuthScope; callbackUrl: string }) {
  return (
    <div className="grid justify-items-start gap-6">
      <h1 className="text-display tracking-[-0.04em]">Connect your Increase accounts</h1>
      <div className="grid max-w-[38rem] gap-3 text-lead text-ink-soft">
        <p>
          The platform you work with builds on Increase. Connect your own Increase accounts to it here, and
          see them with their balances in one place.
        </p>
        <p>
          {scope === "read_only"
            ? "Access is read only: nothing can be moved or changed with it. You can leave at any time."
            : "Increase will ask you to allow reading and writing; this portal itself only reads. You can leave at any time."}
        </p>
      </div>
      <SignInForm callbackUrl={callbackUrl} />
    </div>
  );
}
