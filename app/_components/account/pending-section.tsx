import type { Outcome } from "@/app/_components/streaming/outcome";
import { EntriesSkeleton } from "@/app/_components/transactions/entries-skeleton";
import { PendingList } from "@/app/_components/transactions/pending-list";
import type { readPendingTransactions } from "@/lib/banking";
import type { AccountPlace } from "./account-place";
import { PartFailureState } from "./part-failure";
import { QuietLine } from "./quiet-line";
import type { Named } from "./route-names";

type Read = Named<Awaited<ReturnType<typeof readPendingTransactions>>>;

export function Pending({ outcome, place, now }: { outcome: Outcome<Read>; place: AccountPlace; now: Date }) {
  if (!outcome.ok) {
    return <PartFailureState what="The pending transactions" failure={outcome.failure} place={place} />;
  }
  const { items: pending, hasMore, names } = outcome.value;
  if (pending.length === 0) return <QuietLine>Nothing is pending on this account.</QuietLine>;
  return (
    <>
      <PendingList
        pending={pending}
        routes={names}
        clock={{ timeZone: place.timeZone, now }}
        isWhole={place.search.isComplete}
      />
      {hasMore ? (
        <p className="text-small text-ink-faint">
          These are the newest {pending.length}. Increase has more, which this page does not show.
        </p>
      ) : null}
    </>
  );
}

export function PendingSkeleton() {
  return <EntriesSkeleton rows={3} when="Since" second="Held" />;
}
