import { bankLabel, nameOf, typeLabel } from "@/app/_components/group/account-words";
import { onSide } from "@/app/_components/shell/group-path";
import { Icon } from "@/app/_components/ui/icon";
import { Id } from "@/app/_components/ui/id";
import { AccountStatusBadge } from "@/app/_components/ui/state-badge";
import type { Account } from "@/lib/banking";
import type { AccountPlace } from "./account-place";

/** Which account it is, and the way back to the others. `account` is null where it could not be read. */
export function AccountHeader({ account, place }: { account: Account | null; place: AccountPlace }) {
  const { home, accountId, search } = place;
  return (
    <header className="grid gap-3">
      <nav aria-label="Breadcrumb" className="text-small">
        <a
          href={onSide(home, search.environment)}
          className="-my-2 inline-flex min-h-10 items-center gap-1.5 text-ink-soft underline decoration-line-strong decoration-1 underline-offset-[0.2em] hover:text-ink hover:decoration-current"
        >
          <Icon name="back" className="size-3.5" />
          {place.isOwn ? "All accounts" : "All accounts of the group"}
        </a>
      </nav>
      <Heading isOwn={place.isOwn}>{account === null ? "Account" : nameOf(account)}</Heading>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-ink-soft">
        {account === null ? null : (
          <>
            <AccountStatusBadge status={account.status} />
            <span>{typeLabel(account)}</span>
            <span>{bankLabel(account)}</span>
          </>
        )}
        <Id className="text-ink-faint">{accountId}</Id>
      </div>
    </header>
  );
}

/** On the staff's page the frame has the first heading already. */
function Heading({ isOwn, children }: { isOwn: boolean; children: string }) {
  const Level = isOwn ? "h1" : "h2";
  return (
    <Level className="text-title tracking-[-0.025em] wrap-anywhere">
      <bdi>{children}</bdi>
    </Level>
  );
}
