import { isoTime } from "../../clock";
import type { Template } from "../template";
import { periodOf } from "./period";

const interest: Template = {
  category: "interest_payment",
  direction: "credit",
  weight: 2,
  cents: [12, 9_000],
  route: null,
  detail: (posting) => ({
    description: "Interest payment",
    source: {
      category: "interest_payment",
      interest_payment: {
        accrued_on_account_id: posting.accountId,
        amount: posting.amount,
        currency: "USD",
        ...periodOf(posting.at),
      },
    },
  }),
};

const fee: Template = {
  category: "fee_payment",
  direction: "debit",
  weight: 2,
  cents: [25, 5_000],
  route: null,
  detail: (posting) => ({
    description: "Monthly platform fee",
    source: {
      category: "fee_payment",
      fee_payment: {
        amount: posting.amount,
        currency: "USD",
        fee_period_start: periodOf(posting.at).period_start.slice(0, 10),
        program_id: null,
      },
    },
  }),
};

const accountRevenue: Template = {
  category: "account_revenue_payment",
  direction: "credit",
  weight: 0,
  cents: [100, 20_000],
  route: null,
  detail: (posting) => ({
    description: "Account revenue payment",
    source: {
      category: "account_revenue_payment",
      account_revenue_payment: { accrued_on_account_id: posting.accountId, ...periodOf(posting.at) },
    },
  }),
};

/** A category that Increase keeps for what it cannot say yet; clients have to live with it. */
const other: Template = {
  category: "other",
  direction: "credit",
  weight: 1,
  cents: [1, 500],
  route: null,
  detail: () => ({ description: "Adjustment", source: { category: "other", other: {} } }),
};

export const sampleFunds: Template = {
  category: "sample_funds",
  direction: "credit",
  weight: 0,
  cents: [1_000_000, 1_000_000],
  route: null,
  detail: () => ({
    description: "Sample funds",
    source: { category: "sample_funds", sample_funds: { originator: "Increase" } },
  }),
};

export const accountClosure: Template = {
  category: "internal_source",
  direction: "debit",
  weight: 0,
  cents: [0, 0],
  route: null,
  detail: (posting) => ({
    description: `Account closed ${isoTime(posting.at).slice(0, 10)}`,
    source: {
      category: "internal_source",
      internal_source: { amount: posting.amount, currency: "USD", reason: "account_closure" },
    },
  }),
};

/** Both sides of a transfer within the group: the side is told by the sign of the amount. */
export const accountTransfer: Template = {
  category: "account_transfer_intention",
  direction: "debit",
  weight: 0,
  cents: [1_000, 50_000],
  route: null,
  detail(posting, random) {
    const transfer = posting.transfer ?? {
      id: random.id("account_transfer"),
      otherAccountId: posting.accountId,
    };
    const [source, destination] =
      posting.amount < 0
        ? [posting.accountId, transfer.otherAccountId]
        : [transfer.otherAccountId, posting.accountId];
    return {
      description: "Transfer between accounts",
      source: {
        category: "account_transfer_intention",
        account_transfer_intention: {
          amount: posting.amount,
          currency: "USD",
          description: "Transfer between accounts",
          destination_account_id: destination,
          source_account_id: source,
          transfer_id: transfer.id,
        },
      },
    };
  },
};

export const internalTemplates = [
  interest,
  fee,
  accountRevenue,
  other,
  sampleFunds,
  accountClosure,
  accountTransfer,
] as const;
