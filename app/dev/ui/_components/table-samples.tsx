import { AccountsSkeleton } from "@/app/(customer)/groups/[group_id]/_components/accounts-skeleton";
import { AccountsTable } from "@/app/(customer)/groups/[group_id]/_components/accounts-table";
import { Section } from "@/app/_components/ui/section";
import type { AccountList, BalanceResult } from "@/lib/banking";

function sample(id: string, name: string, currency = "USD"): AccountList["accounts"][number] {
  const createdAt = new Date("2026-01-01T00:00:00Z");
  return { id, name, currency, status: "open", bank: "core_bank", funding: null, createdAt, closedAt: null };
}

const accounts = [
  sample("account_in71c4amph0vgo2qllky", "Operating"),
  {
    ...sample("account_sandboxnamedlong0000", "A name that was given without any thought of narrow screens"),
    status: "closed",
  },
  { ...sample("account_gf9dk3nsdjf8sdkfj3sd", "Deposits in Canada", "CAD"), status: "under_review" },
];

const balances: BalanceResult[] = [
  {
    ok: true,
    balance: {
      accountId: "account_in71c4amph0vgo2qllky",
      currentCents: 1_234_567_89,
      availableCents: -42_17,
    },
  },
  { ok: false, error: null },
  { ok: true, balance: { accountId: "account_gf9dk3nsdjf8sdkfj3sd", currentCents: 0, availableCents: 0 } },
];

export function TableSamples() {
  return (
    <Section id="tables" title="Tables">
      <AccountsTable accounts={accounts} balances={balances} isWholeList />
      <AccountsSkeleton />
    </Section>
  );
}
