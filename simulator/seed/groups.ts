import { dayMs } from "../clock";
import type { Environment } from "../environment";
import { platform } from "../platform";
import type { CreatedGroup } from "../state/records";
import { accountNames, trustClients } from "./names";
import { createRandom } from "./random";

/** What an account shall be like; the ledger is computed from it. */
export interface AccountPlan {
  readonly name: string;
  readonly transactions: number;
  /** Days over which the transactions are spread, up to the anchor. */
  readonly days: number;
  readonly funding: "deposits" | "loan";
  readonly isClosed: boolean;
  readonly cards: number;
}

export interface Group {
  readonly id: string;
  /** Its sandbox id where a switch says that the two differ. */
  readonly otherSandboxId: string;
  readonly kind: "platform" | "customer";
  /** For people only: the API has no name for a group. */
  readonly name: string;
  readonly ordinal: number;
  readonly createdMs: number;
  readonly anchorMs: number;
  readonly plans: Record<Environment, readonly AccountPlan[]>;
}

function plan(name: string, transactions: number, rest: Partial<AccountPlan> = {}): AccountPlan {
  const days = Math.min(540, Math.max(20, transactions * 2));
  return { name, transactions, days, funding: "deposits", isClosed: false, cards: 0, ...rest };
}

const sandboxPlans = [plan("Sandbox Operating", 6, { cards: 1 }), plan("Sandbox Reserve", 3)];

const seeds: { key: string; name: string; plans: readonly AccountPlan[] }[] = [
  { key: "empty", name: "Fernhollow Studio", plans: [] },
  {
    key: "bakery",
    name: "Juniper & Rye Bakery",
    plans: [plan("Operating", 48, { cards: 2 }), plan("Rainy Day", 7)],
  },
  { key: "quiet", name: "Núñez & Daughters, Importers", plans: [plan("Main", 0)] },
  {
    key: "freight",
    name: "Cobalt Freight Cooperative",
    plans: [
      plan("Operating", 260, { cards: 3 }),
      plan("Payroll", 130),
      plan("Fuel Cards", 90, { cards: 5 }),
      plan("Tolls & Permits", 40, { cards: 1 }),
      plan("Insurance Reserve", 12),
      plan("Equipment Loan", 24, { funding: "loan" }),
      plan("Driver Settlements", 110),
      plan("Taxes", 9),
      plan("Old Operating", 30, { isClosed: true }),
      plan("Yard Deposit", 2),
    ],
  },
  {
    key: "trust",
    name: "Lighthouse Property Trust",
    plans: Array.from({ length: 150 }, (_, index) => {
      const client = trustClients[index % trustClients.length] ?? "Client";
      const unit = 100 + Math.floor(index / trustClients.length);
      return plan(`Trust ${client} ${unit}`, 3 + (index % 6), { isClosed: index % 25 === 24 });
    }),
  },
  {
    key: "payroll",
    name: "Brightwater Payroll",
    plans: [
      plan("Payroll Clearing", 20_000, { cards: 1 }),
      plan("Fees", 60),
      plan("Working Capital Line", 15, { funding: "loan" }),
    ],
  },
];

/** The platform and six customers: empty, 2 accounts, 1, 10, 150, and 3 with 20,000 transactions in one. */
export function seedGroups(anchorMs: number): Group[] {
  const customers = seeds.map((seed, index) =>
    group({
      key: `seed ${seed.key}`,
      kind: "customer",
      name: seed.name,
      ordinal: index + 1,
      anchorMs,
      plans: seed.plans,
    }),
  );
  const plans = [plan("Platform Operating", 20, { cards: 1 }), plan("Platform Fees", 8)];
  return [
    group({ key: "seed platform", kind: "platform", name: platform.groupName, ordinal: 0, anchorMs, plans }),
    ...customers,
  ];
}

export function toGroup(record: CreatedGroup): Group {
  const plans = Array.from({ length: record.accounts }, (_, index) =>
    plan(accountNames[index] ?? `Account ${index + 1}`, record.transactionsPerAccount, {
      cards: index === 0 ? 1 : 0,
    }),
  );
  const { id, name, ordinal, anchorMs } = record;
  return { ...group({ key: id, kind: "customer", name, ordinal, anchorMs, plans }), id };
}

function group(facts: {
  key: string;
  kind: Group["kind"];
  name: string;
  ordinal: number;
  anchorMs: number;
  plans: readonly AccountPlan[];
}): Group {
  const { key, plans, ...rest } = facts;
  const random = createRandom(`group ${key}`);
  return {
    ...rest,
    id: random.id("group"),
    otherSandboxId: random.id("group"),
    createdMs: facts.anchorMs - 620 * dayMs,
    plans: { live: plans, sandbox: plans.length === 0 ? [] : sandboxPlans },
  };
}
