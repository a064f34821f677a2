import { KeptBoundary } from "@/app/_components/fresh/kept-boundary";
import { Icon } from "@/app/_components/ui/icon";
import { Money } from "@/app/_components/ui/money";
import { Skeleton } from "@/app/_components/ui/skeleton";
import { ReadTime } from "@/app/_components/ui/time";
import type { BalanceResult } from "@/lib/banking";
import type { Balances } from "./balances";

/** `keptAt` where all of it is of the past, which the page says above the table: then no cell repeats it. */
export type AmountClock = { now: Date; timeZone: string; keptAt: Date | null };

type Which = "currentCents" | "availableCents";
type AmountProps = { index: number; which: Which; currency: string; clock: AmountClock };

/** One amount of the account at `index`, in its place at once or when it has come. */
export function BalanceAmount({ balances, ...props }: AmountProps & { balances: Balances }) {
  const isStreamed = !Array.isArray(balances);
  return (
    <KeptBoundary isStreamed={isStreamed} fallback={isStreamed ? <Skeleton className="w-28" /> : null}>
      {isStreamed ? (
        <StreamedAmount balances={balances} {...props} />
      ) : (
        <Amount result={balances[props.index]} {...props} />
      )}
    </KeptBoundary>
  );
}

async function StreamedAmount({ balances, ...props }: AmountProps & { balances: Promise<BalanceResult[]> }) {
  return <Amount result={(await balances)[props.index]} {...props} />;
}

function Amount({ result, which, currency, clock }: AmountProps & { result: BalanceResult | undefined }) {
  if (!result?.ok) return <Unavailable />;
  const { balance, keptAt } = result;
  const amount = <Money amountCents={balance[which]} currency={currency} />;
  if (keptAt === null || clock.keptAt !== null) return amount;
  return (
    <span className="inline-grid justify-items-end">
      {amount}
      <AgeMark keptAt={keptAt} clock={clock} />
    </span>
  );
}

/** That an amount is not of this moment, in words. */
function AgeMark({ keptAt, clock }: { keptAt: Date; clock: AmountClock }) {
  return (
    <span className="inline-flex items-center gap-1 text-small font-normal text-alert">
      <Icon name="age" />
      <span>
        read <ReadTime at={keptAt} now={clock.now} timeZone={clock.timeZone} />
      </span>
    </span>
  );
}

/** Never a zero: a balance that could not be read is not a balance of nothing. */
function Unavailable() {
  return (
    <span className="text-ink-faint italic" title="Increase did not give this balance when it was asked.">
      unavailable
    </span>
  );
}
