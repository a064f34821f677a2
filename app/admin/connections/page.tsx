import type { Metadata } from "next";
import { v4 as uuidv4 } from "uuid";
import { StaffShell } from "@/app/_components/shell/staff-shell";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { IgnoredNotice } from "@/app/_components/ui/ignored-notice";
import { LostPlaceNotice } from "@/app/_components/ui/lost-place-notice";
import { NoRows } from "@/app/_components/ui/no-rows";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Pager } from "@/app/_components/ui/pager";
import { isOffered } from "@/lib/auth/permissions";
import { listConnections, listKnownApplications, readSync } from "@/lib/connections";
import type { Context } from "@/lib/context";
import { AppError } from "@/lib/errors";
import { loadStaffPage } from "@/lib/page";
import { toHref, type Search } from "@/lib/search-params";
import { BulkBar } from "./_components/bulk-bar";
import { ConnectionFilters } from "./_components/connection-filters";
import {
  connectionsPath,
  readConnectionSearch,
  type ConnectionSearch,
} from "./_components/connection-search";
import { ConnectionsTable } from "./_components/connections-table";
import { SyncSection } from "./_components/sync-section";

export const metadata: Metadata = { title: "Connections" };

const bulkForm = "bulk-act";

async function readPage(context: Context, search: ConnectionSearch) {
  const readList = listConnections(context, search).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "invalid_input") return null;
    throw error;
  });
  const [list, applications, sync] = await Promise.all([
    readList,
    listKnownApplications(context),
    readSync(context),
  ]);
  const mayAct = isOffered(context, "connection.test");
  return { list, applications, sync, mayAct, now: context.now() };
}

export default async function ConnectionsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = readConnectionSearch(await searchParams);
  const { cursor, kept, ignored } = search;
  const firstHref = toHref(connectionsPath, kept);
  const { list, applications, sync, mayAct, now } = await loadStaffPage(
    (context) => readPage(context, search),
    toHref(connectionsPath, { ...kept, cursor }),
  );
  return (
    <StaffShell current="connections">
      <div className="grid gap-8">
        <Head kept={kept} />
        <SyncSection sync={sync} mayAct={mayAct} now={now} />
        <IgnoredNotice ignored={ignored} />
        <ConnectionFilters search={search} applications={applications} />
        {list === null ? (
          <LostPlaceNotice firstHref={firstHref} />
        ) : list.connections.length === 0 ? (
          <NoRows what="connections" isFirst={cursor === undefined} isFiltered={Object.keys(kept).length > 0}>
            <p>
              Once a customer signs in with Increase, their group appears here. To invite one, make a connect
              link.
            </p>
          </NoRows>
        ) : (
          <div className="grid gap-4">
            <ConnectionsTable
              connections={list.connections}
              applications={applications}
              search={search}
              now={now}
              selectForm={mayAct ? bulkForm : undefined}
            />
            {mayAct ? <BulkBar formId={bulkForm} actId={uuidv4()} /> : null}
          </div>
        )}
        <Pager
          label="Pages of connections"
          firstHref={cursor === undefined || list === null ? undefined : firstHref}
          nextHref={
            list?.nextCursor ? toHref(connectionsPath, { ...kept, cursor: list.nextCursor }) : undefined
          }
        />
      </div>
    </StaffShell>
  );
}

function Head({ kept }: Pick<ConnectionSearch, "kept">) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-4">
      <PageHeader title="Connections">
        <p>Every group that is or was connected, here and at Increase.</p>
      </PageHeader>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href="/admin/connect-links">Connect links</ButtonLink>
        <ButtonLink href={toHref(`${connectionsPath}/export`, kept)}>Download as CSV</ButtonLink>
      </div>
    </div>
  );
}
