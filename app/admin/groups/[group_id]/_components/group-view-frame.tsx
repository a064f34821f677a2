import type { ReactNode } from "react";
import { NavLink } from "@/app/_components/shell/nav-link";
import { StaffShell } from "@/app/_components/shell/staff-shell";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { Id } from "@/app/_components/ui/id";
import { Notice } from "@/app/_components/ui/notice";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Time } from "@/app/_components/ui/time";
import type { GroupView } from "@/lib/connections";
import { toHref } from "@/lib/search-params";
import { ReasonForm } from "./reason-form";

export function groupViewPath(groupId: string): string {
  return `/admin/groups/${encodeURIComponent(groupId)}`;
}

/** What a customer sees, in the staff's frame, which says so the whole time. */
export function GroupViewFrame({
  groupId,
  view,
  current,
  now,
  children,
}: {
  groupId: string;
  view: GroupView | null;
  current: "accounts" | "connection";
  now: Date;
  children: ReactNode;
}) {
  const home = groupViewPath(groupId);
  return (
    <StaffShell current="connections">
      <div className="grid gap-10">
        <div className="flex flex-wrap items-end justify-between gap-4">
          <PageHeader title="What the customer sees">
            <p>
              <Id>{groupId}</Id>
            </p>
          </PageHeader>
          <ButtonLink href={toHref("/admin/connections", { q: groupId })}>
            This group’s connections
          </ButtonLink>
        </div>
        {view === null ? (
          <ReasonForm groupId={groupId} />
        ) : (
          <>
            <ViewNotice view={view} now={now} />
            <nav aria-label="Group" className="flex gap-x-6 border-b border-line">
              <NavLink href={home} isCurrent={current === "accounts"}>
                Accounts
              </NavLink>
              <NavLink href={`${home}/connection`} isCurrent={current === "connection"}>
                Connection
              </NavLink>
            </nav>
            {children}
          </>
        )}
      </div>
    </StaffShell>
  );
}

function ViewNotice({ view, now }: { view: GroupView; now: Date }) {
  return (
    <Notice title="You see this as staff, and can change nothing on it" icon="read">
      <p>
        Your reason, “{view.reason}”, runs out <Time at={view.expiresAt} now={now} />.
      </p>
    </Notice>
  );
}
