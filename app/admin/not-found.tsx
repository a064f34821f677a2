import type { Metadata } from "next";
import { PublicShell } from "@/app/_components/shell/public-shell";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { PageHeader } from "@/app/_components/ui/page-header";
import { RequestReference } from "@/app/_components/ui/request-reference";
import { readRequestId } from "@/lib/http/request-id";

export const metadata: Metadata = { title: "Not found" };

export default async function StaffNotFoundPage() {
  return (
    <PublicShell>
      <div className="grid justify-items-start gap-6">
        <PageHeader title="There is nothing at this address">
          <p>
            No connection, event or group that this portal knows has this id. Check the address, or search.
          </p>
        </PageHeader>
        <div className="flex flex-wrap gap-3">
          <ButtonLink href="/admin/connections">Search connections</ButtonLink>
          <ButtonLink href="/admin/events">Search events</ButtonLink>
        </div>
        <RequestReference requestId={await readRequestId()} />
      </div>
    </PublicShell>
  );
}
