import { dayMs, isoDate, isoTime, wholeSecondMs } from "../clock";
import type { Account, AccountNumber, Card } from "../wire";
import type { AccountPlan, Group } from "./groups";
import type { Row } from "./rows";
import { banks } from "./names";
import type { Random } from "./random";

export interface AccountFacts {
  group: Group;
  plan: AccountPlan;
  random: Random;
  nextSequence: () => number;
  entityId: string;
  programId: string;
}

export interface SeededAccount {
  account: Row<Account>;
  numbers: Row<AccountNumber>[];
  cards: Row<Card>[];
}

const closedForMs = 10 * dayMs;

/** An account with its numbers and cards, opened before its first transaction. */
export function seedAccount(facts: AccountFacts): SeededAccount {
  const { group, plan, random, nextSequence } = facts;
  const openedMs = wholeSecondMs(
    group.anchorMs - (plan.days + 5) * dayMs - random.int(0, 4) * dayMs - random.int(0, dayMs),
  );
  const closedMs = plan.isClosed ? wholeSecondMs(group.anchorMs - closedForMs) : null;
  const id = random.id("account");
  const account: Account = {
    id,
    account_revenue_rate: null,
    bank: random.pick(["first_internet_bank", "grasshopper_bank", "core_bank"] as const),
    closed_at: closedMs === null ? null : isoTime(closedMs),
    created_at: isoTime(openedMs),
    currency: "USD",
    entity_id: facts.entityId,
    funding: plan.funding,
    idempotency_key: null,
    informational_entity_id: plan.name.startsWith("Trust") ? random.id("entity") : null,
    interest_rate: plan.funding === "loan" ? "0" : "0.0325",
    loan: plan.funding === "loan" ? loanTerms(group.anchorMs) : null,
    name: plan.name,
    program_id: facts.programId,
    status: plan.isClosed ? "closed" : "open",
    type: "account",
  };
  const numbers = [seedNumber(facts, account, openedMs, plan.isClosed)];
  if (plan.cards > 0) numbers.push(seedNumber(facts, account, openedMs + dayMs, random.chance(0.5)));
  const cards = Array.from({ length: plan.cards }, (_, index) =>
    seedCard(facts, account, openedMs + index * dayMs),
  );
  return { account: { at: openedMs, sequence: nextSequence(), value: account }, numbers, cards };
}

function loanTerms(anchorMs: number): Account["loan"] {
  return {
    credit_limit: 25_000_000,
    grace_period_days: 5,
    maturity_date: isoDate(anchorMs + 700 * dayMs),
    statement_day_of_month: 1,
    statement_payment_type: "balance",
  };
}

function seedNumber(facts: AccountFacts, account: Account, at: number, isOff: boolean): Row<AccountNumber> {
  const { random } = facts;
  const value: AccountNumber = {
    id: random.id("account_number"),
    account_id: account.id,
    account_number: random.digits(10),
    created_at: isoTime(at),
    idempotency_key: null,
    inbound_ach: { debit_status: random.pick(["allowed", "blocked"] as const) },
    inbound_checks: { status: "check_transfers_only" },
    name: random.pick(["Main", "Vendors", "Payroll", "Receivables"]),
    routing_number: banks[0].routingNumber,
    status: account.status === "closed" ? "canceled" : isOff ? "disabled" : "active",
    type: "account_number",
  };
  return { at, sequence: facts.nextSequence(), value };
}

function seedCard(facts: AccountFacts, account: Account, at: number): Row<Card> {
  const { random } = facts;
  const value: Card = {
    id: random.id("card"),
    account_id: account.id,
    authorization_controls: null,
    billing_address: {
      city: "Oakland",
      line1: "1 Grand Avenue",
      line2: null,
      postal_code: "94612",
      state: "CA",
    },
    bin: "453912",
    created_at: isoTime(at),
    description: random.pick(["Office card", "Travel card", "Subscriptions", "Fuel card"]),
    digital_wallet: null,
    entity_id: null,
    expiration_month: random.int(1, 12),
    expiration_year: new Date(facts.group.anchorMs).getUTCFullYear() + random.int(1, 4),
    idempotency_key: null,
    last4: random.digits(4),
    status: random.pick(["active", "active", "active", "disabled"] as const),
    type: "card",
  };
  return { at, sequence: facts.nextSequence(), value };
}
