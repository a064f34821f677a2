import { AccountsSkeleton } from "@/app/_components/group/accounts-skeleton";
import { AccountsTable } from "@/app/_components/group/accounts-table";
import { ClosedAccounts } from "@/app/_components/group/closed-accounts";
import { readListSearch, type ListRequest } from "@/app/_components/group/list-place";
import { TotalsSection } from "@/app/_components/group/totals-section";
import { Section } from "@/app/_components/ui/section";
import type { AccountList, BalanceResult } from "@/lib/banking";

function sample(id: string, name: string, currency = "USD"): AccountList["accounts"][number] {
  const createdAt = new Date("2026-01-01T00:00:00Z");
  return { id, name, currency, status: "open", bank: "core_bank", funding: null, createdAt, closedAt: null };
}

const accounts = [
  { ...sample("account_in71c4amph0vgo2qllky", "Operating"), funding: "deposits" },
  {
    ...sample("account_sandboxnamedlong0000", "A name that was given without any thought of narrow screens"),
    status: "closed",
  },
  {
    ...sample("account_gf9dk3nsdjf8sdkfj3sd", "Deposits in Canada", "CAD"),
    status: "under_review",
    funding: "loan",
  },
];

const balances: BalanceResult[] = [
  {
    ok: true,
    balance: {
      accountId: "account_in71c4amph0vgo2qllky",
      currentCents: 1_234_567_89,
      availableCents: -42_17,
    },
    keptAt: null,
  },
  { ok: false, error: null },
  {
    ok: true,
    balance: { accountId: "account_gf9dk3nsdjf8sdkfj3sd", currentCents: 0, availableCents: 0 },
    keptAt: new Date("2026-11-22T17:48:00Z"),
  },
];

const now = new Date("2026-11-22T18:00:00Z");
const clock = { now, timeZone: "UTC", keptAt: null };

const place: ListRequest = {
  groupId: "group_sample",
  home: "/dev/ui",
  ...readListSearch({ sort: "name" }),
};

const rows = accounts.map((account, index) => ({ account, index }));

export function TableSamples() {
  return (
    <>
      <TotalsSection accounts={accounts.slice(0, 1)} balances={balances} scope="1 account" clock={clock} />
      <TotalsSection accounts={accounts} balances={balances} scope="all accounts" clock={clock} />
      <Section id="tables" title="Tables">
        <AccountsTable
          caption="Accounts"
          rows={rows}
          balances={balances}
          place={place}
          isSortable
          clock={clock}
        />
        <ClosedAccounts rows={rows.slice(1)} balances={balances} place={place} clock={clock} isOpen={false} />
        <AccountsSkeleton place={place} />
      </Section>
    </>
  );
}
