import type { ReactNode } from "react";
import { RefreshLater } from "@/app/_components/fresh/refresh-later";
import { kindOf } from "@/app/_components/group/account-words";
import { Figure, Strip } from "@/app/_components/group/total-figures";
import type { Outcome } from "@/app/_components/streaming/outcome";
import { Icon } from "@/app/_components/ui/icon";
import { Money } from "@/app/_components/ui/money";
import { Skeleton } from "@/app/_components/ui/skeleton";
import { ReadTime } from "@/app/_components/ui/time";
import type { Account, readBalance } from "@/lib/banking";
import { sumCents } from "@/lib/money";
import type { AccountPlace } from "./account-place";
import { PartFailureState } from "./part-failure";

type Read = Extract<Awaited<ReturnType<typeof readBalance>>, { ok: true }>;
type BalancesProps = { account: Account; place: AccountPlace; now: Date };

/** What is in the account, what of it is spoken for, and what is left. */
export function Balances({ outcome, account, place, now }: BalancesProps & { outcome: Outcome<Read> }) {
  if (!outcome.ok) return <PartFailureState what="The balances" failure={outcome.failure} place={place} />;
  const { balance, keptAt, readAt } = outcome.value;
  const when = <ReadTime at={readAt} now={now} timeZone={place.timeZone} />;
  return (
    <Figures
      figures={figuresOf(account, balance).map(({ name, amountCents }) => ({
        name,
        value: <Money amountCents={amountCents} currency={account.currency} size="figure" />,
      }))}
    >
      {keptAt === null ? (
        <p className="text-small text-ink-faint">Read from Increase {when}</p>
      ) : (
        <p className="flex items-start gap-1.5 text-small text-alert">
          <Icon name="age" className="mt-0.5" />
          <span>Read {when}: Increase can’t be asked for the balances of this moment</span>
          <RefreshLater />
        </p>
      )}
    </Figures>
  );
}

/** A loan's balance is below zero by what is owed. */
function figuresOf(account: Account, { currentCents, availableCents }: Read["balance"]) {
  const held = { name: "Held by pending", amountCents: sumCents([availableCents, -currentCents]) };
  const owed = { name: "Owed", amountCents: Math.max(0, -currentCents) };
  return [
    { name: "Current", amountCents: currentCents },
    ...(kindOf(account) === "loan" ? [owed] : []),
    held,
    { name: "Available", amountCents: availableCents },
  ];
}

function Figures({
  figures,
  children,
}: {
  figures: { name: string; value: ReactNode }[];
  children: ReactNode;
}) {
  return (
    <div className="grid gap-2.5">
      <Strip>
        {figures.map(({ name, value }, index) => (
          <Figure key={name} name={name} isResult={index === figures.length - 1}>
            {value}
          </Figure>
        ))}
      </Strip>
      {children}
    </div>
  );
}

export function BalancesSkeleton({ account }: { account: Account }) {
  const figures = figuresOf(account, { accountId: account.id, currentCents: 0, availableCents: 0 });
  return (
    <Figures
      figures={figures.map(({ name }) => ({
        name,
        value: (
          <span className="text-figure">
            <Skeleton className="w-36" />
          </span>
        ),
      }))}
    >
      <p className="text-small">
        <Skeleton className="w-44" />
      </p>
    </Figures>
  );
}
