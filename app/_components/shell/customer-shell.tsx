import type { ReactNode } from "react";
import { signOut } from "@/app/(public)/actions";
import { Id } from "@/app/_components/ui/id";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import type { IncreaseEnvironment } from "@/lib/banking";
import { readTimeZone } from "@/lib/http/page-time-zone";
import { Brand } from "./brand";
import { EnvironmentSwitch, SandboxBand } from "./environment-switch";
import { connectionPath, groupPath, onSide } from "./group-path";
import { NavLink } from "./nav-link";
import { PageFrame } from "./page-frame";
import { pageWidth } from "./page-width";
import { TimeZoneLeaf } from "./time-zone-leaf";

type Place = "accounts" | "connection";

type ShellProps = { groupId: string; environment: IncreaseEnvironment; current: Place };

/** The frame of a customer's pages. A page renders it only after the group has been found to be theirs. */
export async function CustomerShell({ children, ...props }: ShellProps & { children: ReactNode }) {
  const timeZone = await readTimeZone();
  return (
    <PageFrame
      band={props.environment === "sandbox" ? <SandboxBand /> : null}
      header={<CustomerHeader {...props} />}
    >
      {children}
      <TimeZoneLeaf current={timeZone} isRefreshing />
    </PageFrame>
  );
}

/** On a narrow screen the brand and the way out are one line, the two choices of a place the next. */
function CustomerHeader({ groupId, environment, current }: ShellProps) {
  const home = groupPath(groupId);
  const path = current === "accounts" ? home : connectionPath(home);
  return (
    <header className="border-b border-line bg-surface">
      <div className={`${pageWidth} flex flex-wrap items-center gap-x-2 sm:gap-x-8`}>
        <div className="py-2.5">
          <Brand href={onSide(home, environment)} />
        </div>
        <nav aria-label="Group" className="flex gap-x-3 self-stretch max-sm:order-2 sm:gap-x-6">
          <NavLink href={onSide(home, environment)} isCurrent={current === "accounts"}>
            Accounts
          </NavLink>
          <NavLink href={onSide(connectionPath(home), environment)} isCurrent={current === "connection"}>
            Connection
          </NavLink>
        </nav>
        <div className="ml-auto flex items-center gap-3 py-2.5 max-sm:contents">
          <div className="max-sm:order-3 max-sm:ml-auto">
            <EnvironmentSwitch path={path} environment={environment} />
          </div>
          <Id className="text-ink-faint max-lg:hidden">{groupId}</Id>
          <form action={signOut} className="max-sm:ml-auto">
            <SubmitButton variant="quiet" pendingLabel="Signing out…" className="-mr-4">
              Sign out
            </SubmitButton>
          </form>
          <span aria-hidden="true" className="order-1 w-full sm:hidden" />
        </div>
      </div>
    </header>
  );
}
