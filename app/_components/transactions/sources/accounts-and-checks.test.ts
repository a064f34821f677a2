import { expect, test } from "vitest";
import { toLabels, toLines, toMarkup } from "../testing/source-lines";
import type { Examples } from "./money-movement.test";

const period = { period_start: "2026-10-01T04:00:00Z", period_end: "2026-10-31T23:59:59Z" };
const showsPeriod = ["Period from: 1 Oct 2026, 04:00:00 UTC", "Period to: 31 Oct 2026, 23:59:59 UTC"];

export const examples = {
  account_transfer_intention: {
    details: {
      amount: -10_000,
      currency: "USD",
      description: "INVOICE 2468",
      destination_account_id: "account_uf16sut2ct5bevmq3eh",
      source_account_id: "account_in71c4amph0vgo2qllky",
      transfer_id: "account_transfer_7k9qe1ysdgqztnt63l7n",
    },
    shows: [
      "Description: INVOICE 2468",
      "Amount: −$100.00",
      "From account: account_in71c4amph0vgo2qllky",
      "To account: account_uf16sut2ct5bevmq3eh",
      "Account transfer: account_transfer_7k9qe1ysdgqztnt63l7n",
    ],
  },
  account_transfer_instruction: {
    details: { amount: -100, currency: "USD", transfer_id: "account_transfer_7k9qe1ysdgqztnt63l7n" },
    shows: ["Amount: −$1.00", "Account transfer: account_transfer_7k9qe1ysdgqztnt63l7n"],
  },
  account_revenue_payment: {
    details: { accrued_on_account_id: "account_in71c4amph0vgo2qllky", ...period },
    shows: [...showsPeriod, "Accrued on account: account_in71c4amph0vgo2qllky"],
  },
  card_revenue_payment: {
    details: {
      amount: 4_200,
      currency: "USD",
      ...period,
      transacted_on_account_id: "account_in71c4amph0vgo2qllky",
    },
    shows: ["Amount: $42.00", ...showsPeriod, "Earned on account: account_in71c4amph0vgo2qllky"],
  },
  cashback_payment: {
    details: { accrued_on_card_id: "card_oubs0hwk5rn6knuecxg2", amount: 25, currency: "USD", ...period },
    shows: ["Amount: $0.25", ...showsPeriod, "Earned on card: card_oubs0hwk5rn6knuecxg2"],
  },
  interest_payment: {
    details: {
      accrued_on_account_id: "account_in71c4amph0vgo2qllky",
      amount: 9_999,
      currency: "USD",
      ...period,
    },
    shows: ["Amount: $99.99", ...showsPeriod, "Accrued on account: account_in71c4amph0vgo2qllky"],
  },
  fee_payment: {
    details: {
      amount: -2_500,
      currency: "USD",
      fee_period_start: "2026-10-01",
      program_id: "program_i2v2os4mwza1oetokh9i",
    },
    shows: ["Amount: −$25.00", "Period from: 1 Oct 2026", "Program: program_i2v2os4mwza1oetokh9i"],
  },
  internal_source: {
    details: { amount: -700, currency: "USD", reason: "dishonored_ach_return" },
    shows: ["Reason: Dishonored ACH return", "Amount: −$7.00"],
  },
  sample_funds: { details: { originator: "Increase Bank" }, shows: ["From: Increase Bank"] },
  inbound_funds_hold: {
    details: {
      amount: 100,
      automatically_releases_at: "2026-11-24T12:00:00Z",
      created_at: "2026-11-20T12:00:00Z",
      currency: "USD",
      held_transaction_id: "transaction_uyrp7fld2ium70oa7oi",
      pending_transaction_id: "pending_transaction_k1sfetcau2qbvjbzgju4",
      released_at: null,
      status: "held",
      type: "inbound_funds_hold",
    },
    shows: [
      "Status: Held",
      "Released at the latest: 24 Nov 2026, 12:00:00 UTC",
      "Held transaction: transaction_uyrp7fld2ium70oa7oi",
    ],
  },
  user_initiated_hold: { details: {}, shows: ["Further details: Increase gives none."] },
  other: { details: {}, shows: ["Further details: Increase gives none."] },
  check_deposit_acceptance: {
    details: {
      account_number: "987654321012",
      amount: 100_000,
      auxiliary_on_us: "101",
      check_deposit_id: "check_deposit_f06n9gpg7sxn8t19lfc1",
      currency: "USD",
      routing_number: "101050001",
      serial_number: "202",
    },
    shows: [
      "Amount: $1,000.00",
      "Check number: 202",
      "Auxiliary on-us: 101",
      "Drawn on account number: •••• 1012",
      "Check deposit: check_deposit_f06n9gpg7sxn8t19lfc1",
    ],
  },
  check_deposit_instruction: {
    details: {
      amount: 100_000,
      back_image_file_id: "file_26khfk98mzfz90a11oqx",
      check_deposit_id: "check_deposit_f06n9gpg7sxn8t19lfc1",
      currency: "USD",
      front_image_file_id: "file_hkv175ovmc2tb2v2zbrm",
    },
    shows: ["Amount: $1,000.00", "Image of the front: file_hkv175ovmc2tb2v2zbrm"],
  },
  check_deposit_return: {
    details: {
      amount: -100_000,
      check_deposit_id: "check_deposit_f06n9gpg7sxn8t19lfc1",
      currency: "USD",
      return_reason: "insufficient_funds",
      returned_at: "2026-11-20T12:00:00Z",
      transaction_id: "transaction_uyrp7fld2ium70oa7oi",
    },
    shows: ["Return reason: Insufficient funds", "Returned: 20 Nov 2026, 12:00:00 UTC"],
  },
  check_transfer_deposit: {
    details: {
      back_image_file_id: null,
      bank_of_first_deposit_routing_number: "101050001",
      deposited_at: "2026-11-20T12:00:00Z",
      front_image_file_id: null,
      inbound_check_deposit_id: "inbound_check_deposit_zoshvqybq0cjjm31mra",
      transaction_id: null,
      transfer_id: "check_transfer_30b43acfu9vw8fyc4f5",
      type: "check_transfer_deposit",
    },
    shows: [
      "Deposited: 20 Nov 2026, 12:00:00 UTC",
      "Depositing bank’s routing number: 101050001",
      "Check transfer: check_transfer_30b43acfu9vw8fyc4f5",
    ],
  },
  check_transfer_instruction: {
    details: { amount: -100, currency: "USD", transfer_id: "check_transfer_30b43acfu9vw8fyc4f5" },
    shows: ["Amount: −$1.00", "Check transfer: check_transfer_30b43acfu9vw8fyc4f5"],
  },
  inbound_check_adjustment: {
    details: {
      adjusted_transaction_id: "transaction_uyrp7fld2ium70oa7oi",
      amount: 1_750,
      reason: "wrong_payee_credit",
    },
    shows: ["Reason: Wrong payee credit", "Adjusted transaction: transaction_uyrp7fld2ium70oa7oi"],
  },
  inbound_check_deposit_return_intention: {
    details: {
      inbound_check_deposit_id: "inbound_check_deposit_zoshvqybq0cjjm31mra",
      transfer_id: "check_transfer_30b43acfu9vw8fyc4f5",
    },
    shows: ["Inbound check deposit: inbound_check_deposit_zoshvqybq0cjjm31mra"],
  },
  blockchain_onramp_transfer_intention: {
    details: {
      destination_blockchain_address: "0x304a5793f0bd47a19f57ee4d7fb8a7d0fc2e4b21",
      transfer_id: "blockchain_onramp_transfer_sn2vqjbyn8sj1cs2x2pv",
    },
    shows: ["To blockchain address: 0x304a5793f0bd47a19f57ee4d7fb8a7d0fc2e4b21"],
  },
  blockchain_onramp_transfer_instruction: {
    details: {
      amount: -5_000,
      destination_blockchain_address: "0x304a5793f0bd47a19f57ee4d7fb8a7d0fc2e4b21",
      transfer_id: "blockchain_onramp_transfer_sn2vqjbyn8sj1cs2x2pv",
    },
    shows: ["Amount: −$50.00", "On-ramp transfer: blockchain_onramp_transfer_sn2vqjbyn8sj1cs2x2pv"],
  },
  blockchain_offramp_transfer: {
    details: {
      id: "blockchain_offramp_transfer_3sv0n9pk3k7f0wj4p1zq",
      token: "usdc",
      amount: 5_000,
      created_at: "2026-11-20T12:00:00Z",
      destination_account_id: "account_in71c4amph0vgo2qllky",
      initiating_transaction_hash: "0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b",
      source_blockchain_address_id: "blockchain_address_6q1rnqb0v3zqfx1pd2tw",
      status: "pending_settlement",
      transaction_id: null,
      type: "blockchain_offramp_transfer",
    },
    shows: [
      "Status: Pending settlement",
      "Token: USDC",
      "Transaction hash: 0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b",
    ],
  },
  blockchain_offramp_transfer_settlement: {
    details: {
      source_blockchain_address_id: "blockchain_address_6q1rnqb0v3zqfx1pd2tw",
      transfer_id: "blockchain_offramp_transfer_3sv0n9pk3k7f0wj4p1zq",
    },
    shows: ["Off-ramp transfer: blockchain_offramp_transfer_3sv0n9pk3k7f0wj4p1zq"],
  },
} satisfies Examples;

test.each(Object.entries(examples))(
  "%s says what a finance team looks for",
  (category, { details, shows }) => {
    const markup = toMarkup(category, details);
    expect(toLines(markup)).toEqual(expect.arrayContaining([...shows]));
    expect(toLabels(markup).filter((label) => label.includes("_") || label === "Type")).toEqual([]);
    expect(markup).not.toContain("987654321");
  },
);
