import type { Metadata } from "next";
import { StaffShell } from "@/app/_components/shell/staff-shell";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { IgnoredNotice } from "@/app/_components/ui/ignored-notice";
import { LostPlaceNotice } from "@/app/_components/ui/lost-place-notice";
import { NoRows } from "@/app/_components/ui/no-rows";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Pager } from "@/app/_components/ui/pager";
import { listAuditEntries } from "@/lib/audit";
import type { Context } from "@/lib/context";
import { AppError } from "@/lib/errors";
import { loadStaffPage } from "@/lib/page";
import { toHref, type Search } from "@/lib/search-params";
import { AuditFilters } from "./_components/audit-filters";
import { auditPath, readAuditSearch, type AuditSearch } from "./_components/audit-search";
import { AuditTable } from "./_components/audit-table";

export const metadata: Metadata = { title: "Audit log" };

async function readPage(context: Context, { filter, cursor }: AuditSearch) {
  const list = await listAuditEntries(context, { filter, cursor }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "invalid_input") return null;
    throw error;
  });
  return { list, now: context.now() };
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<Search> }) {
  const asked = readAuditSearch(await searchParams);
  const { cursor, kept, ignored } = asked;
  const firstHref = toHref(auditPath, kept);
  const { list, now } = await loadStaffPage(
    (context) => readPage(context, asked),
    toHref(auditPath, { ...kept, cursor }),
  );
  return (
    <StaffShell current="audit">
      <div className="grid gap-8">
        <div className="flex flex-wrap items-end justify-between gap-4">
          <PageHeader title="Audit log">
            <p>
              Everything that was done here, and by whom. The database refuses to change or delete an entry.
            </p>
          </PageHeader>
          <ButtonLink href={toHref(`${auditPath}/export`, kept)}>Download as CSV</ButtonLink>
        </div>
        <IgnoredNotice ignored={ignored} />
        <AuditFilters kept={kept} />
        {list === null ? (
          <LostPlaceNotice firstHref={firstHref} />
        ) : list.entries.length === 0 ? (
          <NoRows what="entries" isFirst={cursor === undefined} isFiltered={Object.keys(kept).length > 0}>
            <p>The first sign-in of a customer or of one of the staff will be the first entry.</p>
          </NoRows>
        ) : (
          <AuditTable entries={list.entries} now={now} />
        )}
        <Pager
          label="Pages of the audit log"
          firstHref={cursor === undefined || list === null ? undefined : firstHref}
          nextHref={list?.nextCursor ? toHref(auditPath, { ...kept, cursor: list.nextCursor }) : undefined}
        />
      </div>
    </StaffShell>
  );
}
