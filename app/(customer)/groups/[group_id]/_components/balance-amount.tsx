import { Suspense } from "react";
import { Money } from "@/app/_components/ui/money";
import { Skeleton } from "@/app/_components/ui/skeleton";
import type { BalanceResult } from "@/lib/banking";
import type { Balances } from "./balances";

type Which = "currentCents" | "availableCents";
type AmountProps = { index: number; which: Which; currency: string };

/** One amount of the account at `index`, in its place at once or when it has come. */
export function BalanceAmount({ balances, ...props }: AmountProps & { balances: Balances }) {
  if (Array.isArray(balances)) return <Amount result={balances[props.index]} {...props} />;
  return (
    <Suspense fallback={<Skeleton className="w-28" />}>
      <StreamedAmount balances={balances} {...props} />
    </Suspense>
  );
}

async function StreamedAmount({ balances, ...props }: AmountProps & { balances: Promise<BalanceResult[]> }) {
  return <Amount result={(await balances)[props.index]} {...props} />;
}

function Amount({ result, which, currency }: AmountProps & { result: BalanceResult | undefined }) {
  if (result?.ok) return <Money amountCents={result.balance[which]} currency={currency} />;
  return <Unavailable />;
}

/** Never a zero: a balance that could not be read is not a balance of nothing. */
export function Unavailable() {
  return (
    <span className="text-ink-faint italic" title="Increase did not give this balance when it was asked.">
      unavailable
    </span>
  );
}
