import { Suspense } from "react";
import { Cell, RowHeader, TotalRow, WideCell } from "@/app/_components/ui/data-table";
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
  const totals = totalsOf(accounts, balances);
  return totals.map((total) => (
    <CurrencyTotal
      key={total.currency}
      total={total}
      label={totals.length === 1 ? label : `${label} in ${total.currency}`}
    />
  ));
}

function CurrencyTotal({ total, label }: { total: Total; label: string }) {
  return (
    <TotalRow>
      <RowHeader span={2}>{label}</RowHeader>
      {total.kind === "known" ? (
        <>
          <Cell label="Current balance" align="end">
            <Money amountCents={total.currentCents} currency={total.currency} />
          </Cell>
          <Cell label="Available balance" align="end">
            <Money amountCents={total.availableCents} currency={total.currency} />
          </Cell>
        </>
      ) : (
        <WideCell span={2}>
          Total unavailable: {total.missingCount === 1 ? "1 balance" : `${total.missingCount} balances`} could
          not be read. Increase did not give {total.missingCount === 1 ? "it" : "them"} when asked; nothing
          was changed. Load the page again in a moment.
        </WideCell>
      )}
    </TotalRow>
  );
}

function TotalsSkeleton({ accounts, label }: TotalsProps) {
  return currenciesOf(accounts).map((currency) => (
    <TotalRow key={currency}>
      <RowHeader span={2}>{label}</RowHeader>
      <Cell label="Current balance" align="end">
        <Skeleton className="w-32" />
      </Cell>
      <Cell label="Available balance" align="end">
        <Skeleton className="w-32" />
      </Cell>
    </TotalRow>
  ));
}
