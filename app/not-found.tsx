import type { Metadata } from "next";
import { PublicShell } from "@/app/_components/shell/public-shell";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { PageHeader } from "@/app/_components/ui/page-header";
import { RequestReference } from "@/app/_components/ui/request-reference";
import { readRequestId } from "@/lib/http/request-id";

export const metadata: Metadata = { title: "Not found" };

export default async function NotFoundPage() {
  return (
    <PublicShell>
      <div className="grid justify-items-start gap-6">
        <PageHeader title="There is nothing at this address">
          <p>
            Either it never existed, or it belongs to a group that you are not signed in as. Check the
            address, or begin at the start page.
          </p>
        </PageHeader>
        <ButtonLink href="/">To the start page</ButtonLink>
        <RequestReference requestId={await readRequestId()} />
      </div>
    </PublicShell>
  );
}
