import type { ReactNode } from "react";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { signOutStaff } from "@/app/admin/sign-in/actions";
import { getStaffContext } from "@/lib/auth/session";
import { Brand } from "./brand";
import { NavLink } from "./nav-link";
import { PageFrame } from "./page-frame";
import { staffPageWidth } from "./page-width";
import { roleWords } from "./role-words";

const places = [
  { id: "overview", href: "/admin", label: "Overview" },
  { id: "connections", href: "/admin/connections", label: "Connections" },
  { id: "events", href: "/admin/events", label: "Events" },
  { id: "audit", href: "/admin/audit", label: "Audit log" },
  { id: "applications", href: "/admin/applications", label: "Applications" },
  { id: "staff", href: "/admin/staff", label: "Staff" },
  { id: "setup", href: "/admin/setup", label: "Setup" },
] as const;

export type StaffPlace = (typeof places)[number]["id"];

/** The frame of the staff's pages. A page renders it only after a verb has found that one of the staff asks. */
export async function StaffShell({
  current,
  band,
  children,
}: {
  current: StaffPlace;
  band?: ReactNode;
  children: ReactNode;
}) {
  const { actor } = await getStaffContext();
  const role = actor?.kind === "staff" ? roleWords[actor.role] : null;
  return (
    <PageFrame
      band={band}
      width={staffPageWidth}
      footnote="All times are UTC. What staff do here stands in the audit log."
      header={
        <header className="border-b border-line bg-surface">
          <div className={`${staffPageWidth} flex flex-wrap items-center gap-x-4 sm:gap-x-8`}>
            <div className="flex items-center gap-3 py-2.5">
              <Brand href="/admin" />
              <span className="border-l border-line pl-3 text-small text-ink-faint">Staff</span>
            </div>
            <nav
              aria-label="Staff"
              className="flex flex-wrap gap-x-6 self-stretch max-lg:order-last max-lg:w-full"
            >
              {places.map(({ id, href, label }) => (
                <NavLink key={id} href={href} isCurrent={id === current}>
                  {label}
                </NavLink>
              ))}
            </nav>
            <form action={signOutStaff} className="ml-auto flex items-center gap-3 py-2.5">
              {role === null ? null : <span className="text-small text-ink-faint">{role}</span>}
              <SubmitButton variant="quiet" pendingLabel="Signing out…" className="-mr-4">
                Sign out
              </SubmitButton>
            </form>
          </div>
        </header>
      }
    >
      {children}
    </PageFrame>
  );
}
