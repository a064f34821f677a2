import { KeptBoundary } from "@/app/_components/fresh/kept-boundary";
import { RefreshLater } from "@/app/_components/fresh/refresh-later";
import { Money } from "@/app/_components/ui/money";
import { Section } from "@/app/_components/ui/section";
import { Skeleton } from "@/app/_components/ui/skeleton";
import { ReadTime } from "@/app/_components/ui/time";
import type { Account, BalanceResult } from "@/lib/banking";
import { toSafeError } from "@/lib/errors";
import { isClosed, kindOf } from "./account-words";
import type { AmountClock } from "./balance-amount";
import type { Balances } from "./balances";
import { AgeLine, Figure, LoanFigure, Missing, Strip } from "./total-figures";
import {
  currenciesOf,
  totalsOf,
  type DepositTotal,
  type KeptPart,
  type LoanTotal,
  type MissingTotal,
} from "./totals";

type TotalsProps = {
  accounts: readonly Account[];
  /** Which of the group's accounts these are the sums of, such as `the open accounts on this page`. */
  scope: string;
  clock: AmountClock;
};

const names = {
  current: "Current",
  held: "Held by pending transactions",
  available: "Available",
  owed: "Owed on loans",
  credit: "In credit on loans",
} as const;

/** The sums of what the page shows, at its head. Nothing where it shows no open account. */
export function TotalsSection({ balances, ...props }: TotalsProps & { balances: Balances }) {
  const { accounts, scope } = props;
  if (accounts.every(isClosed)) return null;
  const isStreamed = !Array.isArray(balances);
  const hasLoans = accounts.some((account) => !isClosed(account) && kindOf(account) === "loan");
  return (
    <Section id="balances" title="Balances" aside={`Sum of ${scope}${hasLoans ? ", loans apart" : ""}`}>
      <KeptBoundary
        isStreamed={isStreamed}
        fallback={isStreamed ? <TotalsSkeleton accounts={accounts} /> : null}
      >
        {isStreamed ? (
          <StreamedTotals balances={balances} {...props} />
        ) : (
          <AllTotals balances={balances} {...props} />
        )}
      </KeptBoundary>
    </Section>
  );
}

async function StreamedTotals({ balances, ...props }: TotalsProps & { balances: Promise<BalanceResult[]> }) {
  return <AllTotals balances={await balances} {...props} />;
}

/** Whether an outage took a balance, or left only one that was kept. */
function isMissing(result: BalanceResult): boolean {
  if (result.ok) return result.keptAt !== null;
  return toSafeError(result.error).code === "increase_unavailable";
}

function AllTotals({ accounts, balances, clock }: TotalsProps & { balances: BalanceResult[] }) {
  const { deposits, loans, leftOut } = totalsOf(accounts, balances);
  const isAlone = currenciesOf(accounts).length === 1;
  return (
    <div className="grid gap-3">
      {balances.some(isMissing) ? <RefreshLater /> : null}
      {deposits.map((total) => (
        <DepositFigures key={total.currency} total={total} isAlone={isAlone} clock={clock} />
      ))}
      {loans.map((total) => (
        <LoanFigures key={total.currency} total={total} isAlone={isAlone} clock={clock} />
      ))}
      {clock.keptAt === null ? null : (
        <AgeLine>
          As read <ReadTime at={clock.keptAt} now={clock.now} timeZone={clock.timeZone} />
        </AgeLine>
      )}
      {leftOut.length === 0 ? null : (
        <p className="text-small wrap-anywhere text-ink-faint">
          Not in these sums: accounts of a type that this page can’t add up ({leftOut.join(", ")}).
        </p>
      )}
    </div>
  );
}

type OneProps<Known> = { total: Known | MissingTotal; isAlone: boolean; clock: AmountClock };

function DepositFigures({ total, isAlone, clock }: OneProps<DepositTotal>) {
  if (total.kind === "unknown") return <Missing total={total} what={isAlone ? "" : total.currency} />;
  const { currency, currentCents, heldCents, availableCents, kept } = total;
  const suffix = isAlone ? "" : `, in ${currency}`;
  return (
    <>
      <Strip>
        <Figure name={`${names.current}${suffix}`}>
          <Money amountCents={currentCents} currency={currency} size="figure" />
        </Figure>
        <Figure name={`${names.held}${suffix}`}>
          <Money amountCents={heldCents} currency={currency} size="figure" />
        </Figure>
        <Figure name={`${names.available}${suffix}`} isResult>
          <Money amountCents={availableCents} currency={currency} size="figure" />
        </Figure>
      </Strip>
      <PartAge kept={kept} clock={clock} />
    </>
  );
}

/** What is owed is said as such, and never taken from what is there. */
function LoanFigures({ total, isAlone, clock }: OneProps<LoanTotal>) {
  if (total.kind === "unknown") {
    return <Missing total={total} what={isAlone ? "of loans" : `of loans in ${total.currency}`} />;
  }
  const { currency, owedCents, creditCents, kept } = total;
  const suffix = isAlone ? "" : `, in ${currency}`;
  return (
    <>
      <dl className="flex flex-wrap items-baseline gap-x-8 gap-y-1">
        <LoanFigure name={`${names.owed}${suffix}`}>
          <Money amountCents={owedCents} currency={currency} />
        </LoanFigure>
        {creditCents === 0 ? null : (
          <LoanFigure name={`${names.credit}${suffix}`}>
            <Money amountCents={creditCents} currency={currency} />
          </LoanFigure>
        )}
      </dl>
      <PartAge kept={kept} clock={clock} />
    </>
  );
}

/** That a sum has amounts in it which are not of this moment. */
function PartAge({ kept, clock }: { kept: KeptPart | null; clock: AmountClock }) {
  if (kept === null || clock.keptAt !== null) return null;
  const isOne = kept.count === 1;
  return (
    <AgeLine>
      {isOne ? "1 balance in it was" : `${kept.count} balances in it were`} read{" "}
      <ReadTime at={kept.at} now={clock.now} timeZone={clock.timeZone} />: Increase did not give{" "}
      {isOne ? "it" : "them"} now
    </AgeLine>
  );
}

/** Before the accounts are there, nobody knows what there will be: it is taken to be deposits in one currency. */
export function TotalsSkeleton({ accounts }: { accounts: readonly Account[] | null }) {
  const open = accounts?.filter((account) => !isClosed(account)) ?? null;
  const deposits = open?.filter((account) => kindOf(account) === "deposits") ?? null;
  const loans = open?.filter((account) => kindOf(account) === "loan") ?? [];
  const currencies = deposits === null ? [""] : currenciesOf(deposits);
  return (
    <div className="grid gap-3">
      {currencies.map((currency) => (
        <Strip key={currency}>
          {[names.current, names.held, names.available].map((name) => (
            <Figure key={name} name={name}>
              <span className="text-figure">
                <Skeleton className="w-36" />
              </span>
            </Figure>
          ))}
        </Strip>
      ))}
      {currenciesOf(loans).map((currency) => (
        <p key={currency} className="text-ink-faint">
          {names.owed} <Skeleton className="w-28" />
        </p>
      ))}
    </div>
  );
}
