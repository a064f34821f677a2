import type { Metadata } from "next";
import { StaffShell } from "@/app/_components/shell/staff-shell";
import { Cell, DataTable, Row, RowHeader } from "@/app/_components/ui/data-table";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { Id } from "@/app/_components/ui/id";
import { Notice } from "@/app/_components/ui/notice";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Badge } from "@/app/_components/ui/state-badge";
import { TextLink } from "@/app/_components/ui/text-link";
import { Time } from "@/app/_components/ui/time";
import { readApplications, type Application } from "@/lib/connections";
import { loadStaffPage } from "@/lib/page";
import { toHref } from "@/lib/search-params";

export const metadata: Metadata = { title: "Applications" };

const columns = [
  { id: "application", label: "Application" },
  { id: "status", label: "Status" },
  { id: "client", label: "Client id" },
  { id: "created", label: "Created" },
  { id: "deleted", label: "Deleted" },
  { id: "connections", label: "Connections" },
] as const;

export default async function ApplicationsPage() {
  const { applications, failure, now } = await loadStaffPage(
    async (context) => ({ ...(await readApplications(context)), now: context.now() }),
    "/admin/applications",
  );
  return (
    <StaffShell current="applications">
      <div className="grid gap-8">
        <PageHeader title="Applications">
          <p>The platform’s OAuth applications at Increase. They are made and changed in its dashboard.</p>
        </PageHeader>
        {failure === null ? null : (
          <Notice title="Increase could not be asked" icon="attention" tone="alert">
            <p>{failure}</p>
          </Notice>
        )}
        {applications.length === 0 ? (
          <EmptyState title="No applications are known">
            <p>Once Increase lists one for the platform’s key, it appears here.</p>
          </EmptyState>
        ) : (
          <DataTable caption="OAuth applications" columns={columns}>
            {applications.map((application) => (
              <ApplicationRow key={application.id} application={application} now={now} />
            ))}
          </DataTable>
        )}
      </div>
    </StaffShell>
  );
}

function ApplicationRow({ application, now }: { application: Application; now: Date }) {
  const { id, name, status, clientId, createdAt, deletedAt, isOurs } = application;
  return (
    <Row>
      <RowHeader>
        <span className="block font-medium wrap-anywhere">{name ?? "Without a name"}</span>
        <Id className="font-normal text-ink-faint">{id}</Id>
        {isOurs ? (
          <span className="block text-small font-normal text-accent">Customers connect to it here</span>
        ) : null}
      </RowHeader>
      <Cell label="Status">
        <StatusBadge status={status} />
      </Cell>
      <Cell label="Client id">
        <Id>{clientId}</Id>
      </Cell>
      <Cell label="Created">
        <Time at={createdAt} now={now} />
      </Cell>
      <Cell label="Deleted">
        {deletedAt === null ? <span className="text-ink-faint">No</span> : <Time at={deletedAt} now={now} />}
      </Cell>
      <Cell label="Connections">
        <TextLink href={toHref("/admin/connections", { oauth_application_id: id })}>Show them</TextLink>
      </Cell>
    </Row>
  );
}

/** `active` and `deleted` are Increase's words of today; a new one is shown as it is. */
function StatusBadge({ status }: { status: string }) {
  if (status === "active") return <Badge icon="check" label="Active" tone="good" />;
  if (status === "deleted") return <Badge icon="stopped" label="Deleted at Increase" tone="alert" />;
  return <Badge icon="unknown" label={status} tone="plain" />;
}
