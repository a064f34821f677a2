import { Suspense } from "react";
import { AmountCell, RowHeader, TotalRow } from "@/app/_components/ui/data-table";
import { Money } from "@/app/_components/ui/money";
import { Skeleton } from "@/app/_components/ui/skeleton";
import type { AccountList, BalanceResult } from "@/lib/banking";
import type { Balances } from "./balances";
import { currenciesOf, totalsOf, type Total } from "./totals";

type TotalsProps = { accounts: AccountList["accounts"]; label: string };

/** The sums of what the table shows, one row for each currency. */
export function TotalRows({ balances, ...props }: TotalsProps & { balances: Balances }) {
  if (Array.isArray(balances)) return <Totals balances={balances} {...props} />;
  return (
    <Suspense fallback={<TotalsSkeleton {...props} />}>
      <StreamedTotals balances={balances} {...props} />
    </Suspense>
  );
}

async function StreamedTotals({ balances, ...props }: TotalsProps & { balances: Promise<BalanceResult[]> }) {
  return <Totals balances={await balances} {...props} />;
}

function Totals({ accounts, label, balances }: TotalsProps & { balances: BalanceResult[] }) {
  return totalsOf(accounts, balances).map((total) => (
    <CurrencyTotal key={total.currency} total={total} label={label} />
  ));
}

function CurrencyTotal({ total, label }: { total: Total; label: string }) {
  if (total.kind === "unknown") return <MissingTotal missingCount={total.missingCount} label={label} />;
  const { currency, currentCents, availableCents } = total;
  return (
    <TotalRow>
      <RowHeader span={2}>{label}</RowHeader>
      <AmountCell label="Current balance">
        <Money amountCents={currentCents} currency={currency} />
      </AmountCell>
      <AmountCell label="Available balance">
        <Money amountCents={availableCents} currency={currency} />
      </AmountCell>
    </TotalRow>
  );
}

function MissingTotal({ missingCount, label }: { missingCount: number; label: string }) {
  const balances = missingCount === 1 ? "1 balance" : `${missingCount} balances`;
  return (
    <TotalRow>
      <RowHeader span={2}>{label}</RowHeader>
      <td
        role="cell"
        colSpan={2}
        className="font-normal text-ink-soft max-sm:col-span-2 sm:py-3 sm:text-right"
      >
        Total unavailable: {balances} could not be read.
      </td>
    </TotalRow>
  );
}

function TotalsSkeleton({ accounts, label }: TotalsProps) {
  return currenciesOf(accounts).map((currency) => (
    <TotalRow key={currency}>
      <RowHeader span={2}>{label}</RowHeader>
      <AmountCell label="Current balance">
        <Skeleton className="w-32" />
      </AmountCell>
      <AmountCell label="Available balance">
        <Skeleton className="w-32" />
      </AmountCell>
    </TotalRow>
  ));
}
