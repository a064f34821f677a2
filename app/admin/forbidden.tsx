import type { Metadata } from "next";
import { PublicShell } from "@/app/_components/shell/public-shell";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { PageHeader } from "@/app/_components/ui/page-header";
import { RequestReference } from "@/app/_components/ui/request-reference";
import { readRequestId } from "@/lib/http/request-id";

export const metadata: Metadata = { title: "Not allowed" };

export default async function ForbiddenPage() {
  return (
    <PublicShell>
      <div className="grid justify-items-start gap-6">
        <PageHeader title="Your role does not allow this">
          <p>Nothing was shown or changed. An owner of this portal can give you another role.</p>
        </PageHeader>
        <ButtonLink href="/admin">To the overview</ButtonLink>
        <RequestReference requestId={await readRequestId()} />
      </div>
    </PublicShell>
  );
}
