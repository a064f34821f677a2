import type { Metadata } from "next";
import { z } from "zod";
import { StaffShell } from "@/app/_components/shell/staff-shell";
import { PageHeader } from "@/app/_components/ui/page-header";
import type { Context } from "@/lib/context";
import { loadStaffPage } from "@/lib/page";
import type { Search } from "@/lib/search-params";
import { listOwnSessions, listStaff } from "@/lib/staff";
import { InvitationsSection } from "./_components/invitations-section";
import { managePath, staffPath } from "./_components/manage-path";
import { ManageSection } from "./_components/manage-section";
import { PeopleSection } from "./_components/people-section";
import { SessionsSection } from "./_components/sessions-section";

export const metadata: Metadata = { title: "Staff" };

function read(context: Context) {
  return Promise.all([listStaff(context), listOwnSessions(context), context.now()]);
}

export default async function StaffPage({ searchParams }: { searchParams: Promise<Search> }) {
  const chosen = z.uuid().safeParse((await searchParams).person);
  const [view, own, now] = await loadStaffPage(read, chosen.success ? managePath(chosen.data) : staffPath);
  const isOwner = view.self.role === "owner";
  return (
    <StaffShell current="staff">
      <div className="grid gap-12">
        <PageHeader title="Staff">
          <p>
            Who may work on this side of the portal. Viewers read, operators also act on connections, owners
            also manage the people here.
          </p>
        </PageHeader>
        <PeopleSection view={view} now={now} />
        {isOwner && chosen.success ? <ManageSection view={view} chosenId={chosen.data} now={now} /> : null}
        <InvitationsSection invitations={view.invitations} isOwner={isOwner} now={now} />
        <SessionsSection own={own} now={now} />
      </div>
    </StaffShell>
  );
}
