import type { ReactNode } from "react";
import { signOut } from "@/app/(public)/actions";
import { Id } from "../ui/id";
import { SubmitButton } from "../ui/submit-button";
import { Brand } from "./brand";
import { connectionPath, groupPath } from "./group-path";
import { NavLink } from "./nav-link";
import { PageFrame } from "./page-frame";
import { pageWidth } from "./page-width";

type Place = "accounts" | "connection";

/** The frame of a customer's pages. A page renders it only after the group has been found to be theirs. */
export function CustomerShell({
  groupId,
  current,
  children,
}: {
  groupId: string;
  current: Place;
  children: ReactNode;
}) {
  const home = groupPath(groupId);
  return (
    <PageFrame
      header={
        <header className="border-b border-line bg-surface">
          <div className={`${pageWidth} flex flex-wrap items-center gap-x-8`}>
            <div className="py-2.5">
              <Brand href={home} />
            </div>
            <nav aria-label="Group" className="flex gap-x-6 self-stretch max-sm:order-last max-sm:w-full">
              <NavLink href={home} isCurrent={current === "accounts"}>
                Accounts
              </NavLink>
              <NavLink href={connectionPath(groupId)} isCurrent={current === "connection"}>
                Connection
              </NavLink>
            </nav>
            <div className="ml-auto flex items-center gap-3 py-2.5">
              <Id className="text-ink-faint max-md:hidden">{groupId}</Id>
              <form action={signOut}>
                <SubmitButton variant="quiet" pendingLabel="Signing out…" className="-mr-4">
                  Sign out
                </SubmitButton>
              </form>
            </div>
          </div>
        </header>
      }
    >
      {children}
    </PageFrame>
  );
}
