import type { Metadata } from "next";
import { z } from "zod";
import { PublicShell } from "@/app/_components/shell/public-shell";
import { SignInForm } from "@/app/_components/shell/sign-in-form";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { Fact, FactList } from "@/app/_components/ui/fact-list";
import { PageHeader } from "@/app/_components/ui/page-header";
import { RequestReference } from "@/app/_components/ui/request-reference";
import { signInFailureReason } from "@/lib/auth/sign-in-failure";
import { readRequestId } from "@/lib/http/request-id";
import type { Search } from "@/lib/search-params";
import { failures } from "./_components/failures";

export const metadata: Metadata = { title: "Sign-in failed" };

export default async function SignInFailedPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const reason = signInFailureReason.catch("internal").parse(search.reason);
  const failed = z.uuid().safeParse(search.request);
  const { title, happened, stored, next } = failures[reason];
  return (
    <PublicShell>
      <div className="grid max-w-[46rem] gap-8">
        <PageHeader title={title} />
        <FactList>
          <Fact name="What happened">{happened}</Fact>
          <Fact name="What was stored">
            {stored ?? "Nothing. A connection or session that you had before is unchanged."}
          </Fact>
          <Fact name="What to do">{next}</Fact>
        </FactList>
        <div className="flex flex-wrap gap-3">
          {reason === "state_used" ? <ButtonLink href="/">Continue</ButtonLink> : null}
          <SignInForm callbackUrl="/">Try again with Increase</SignInForm>
          {reason === "state_used" ? null : <ButtonLink href="/">To the start page</ButtonLink>}
        </div>
        <RequestReference requestId={failed.success ? failed.data : await readRequestId()} />
      </div>
    </PublicShell>
  );
}
