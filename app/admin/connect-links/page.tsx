import type { Metadata } from "next";
import { StaffShell } from "@/app/_components/shell/staff-shell";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { PageHeader } from "@/app/_components/ui/page-header";
import { isOffered } from "@/lib/auth/permissions";
import { readConnectLinks } from "@/lib/connections";
import { loadStaffPage } from "@/lib/page";
import { LinksSection } from "./_components/links-section";

export const metadata: Metadata = { title: "Connect links" };

export default async function ConnectLinksPage() {
  const { links, mayAct, now } = await loadStaffPage(
    async (context) => ({
      links: await readConnectLinks(context),
      mayAct: isOffered(context, "connect_link.create"),
      now: context.now(),
    }),
    "/admin/connect-links",
  );
  return (
    <StaffShell current="connections">
      <div className="grid gap-10">
        <div className="flex flex-wrap items-end justify-between gap-4">
          <PageHeader title="Connect links">
            <p>Sign-ins prepared for a customer. A link gives no access: Increase asks whoever follows it.</p>
          </PageHeader>
          <ButtonLink href="/admin/connections">All connections</ButtonLink>
        </div>
        <LinksSection links={links} groupId={null} mayAct={mayAct} now={now} title="The newest links" />
      </div>
    </StaffShell>
  );
}
