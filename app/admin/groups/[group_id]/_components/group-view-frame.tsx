import type { ReactNode } from "react";
import { EnvironmentSwitch, SandboxBand } from "@/app/_components/shell/environment-switch";
import { connectionPath, groupViewPath, onSide } from "@/app/_components/shell/group-path";
import { NavLink } from "@/app/_components/shell/nav-link";
import { StaffShell } from "@/app/_components/shell/staff-shell";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { Id } from "@/app/_components/ui/id";
import { Notice } from "@/app/_components/ui/notice";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Time } from "@/app/_components/ui/time";
import type { IncreaseEnvironment } from "@/lib/banking";
import type { GroupView } from "@/lib/connections";
import { toHref } from "@/lib/search-params";
import { ReasonForm } from "./reason-form";

type FramePlace = {
  groupId: string;
  environment: IncreaseEnvironment;
  current: "accounts" | "connection";
};

/** What a customer sees, in the staff's frame, which says so the whole time. */
export function GroupViewFrame({
  view,
  now,
  children,
  ...place
}: FramePlace & { view: GroupView | null; now: Date; children: ReactNode }) {
  const { groupId, environment } = place;
  return (
    <StaffShell current="connections" band={environment === "sandbox" ? <SandboxBand /> : null}>
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
            <GroupNav {...place} />
            {children}
          </>
        )}
      </div>
    </StaffShell>
  );
}

function GroupNav({ groupId, environment, current }: FramePlace) {
  const home = groupViewPath(groupId);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 border-b border-line">
      <nav aria-label="Group" className="flex gap-x-6">
        <NavLink href={onSide(home, environment)} isCurrent={current === "accounts"}>
          Accounts
        </NavLink>
        <NavLink href={onSide(connectionPath(home), environment)} isCurrent={current === "connection"}>
          Connection
        </NavLink>
      </nav>
      <EnvironmentSwitch
        path={current === "accounts" ? home : connectionPath(home)}
        environment={environment}
      />
    </div>
  );
}

function ViewNotice({ view, now }: { view: GroupView; now: Date }) {
  return (
    <Notice title="You see this as staff, and can change nothing on it" icon="read">
      <p className="wrap-anywhere">
        Your reason, “<bdi>{view.reason}</bdi>”, runs out <Time at={view.expiresAt} now={now} />.
      </p>
    </Notice>
  );
}
