import { isoTime } from "../../clock";
import { banks, companies } from "../names";
import type { Template } from "../template";

const depositAcceptance: Template = {
  category: "check_deposit_acceptance",
  direction: "credit",
  weight: 4,
  cents: [5_000, 350_000],
  route: null,
  detail: (posting, random) => ({
    description: `Check deposit from ${random.pick(companies)}`,
    source: {
      category: "check_deposit_acceptance",
      check_deposit_acceptance: {
        account_number: random.digits(9),
        amount: posting.amount,
        auxiliary_on_us: random.digits(6),
        check_deposit_id: random.id("check_deposit"),
        currency: "USD",
        routing_number: random.pick(banks).routingNumber,
        serial_number: null,
      },
    },
  }),
};

const depositReturn: Template = {
  category: "check_deposit_return",
  direction: "debit",
  weight: 1,
  cents: [5_000, 90_000],
  route: null,
  detail: (posting, random) => ({
    description: "Returned check deposit",
    source: {
      category: "check_deposit_return",
      check_deposit_return: {
        amount: posting.amount,
        check_deposit_id: random.id("check_deposit"),
        currency: "USD",
        return_reason: random.pick(["insufficient_funds", "stop_payment", "closed_account"] as const),
        returned_at: isoTime(posting.at),
        transaction_id: posting.id,
      },
    },
  }),
};

const transferDeposit: Template = {
  category: "check_transfer_deposit",
  direction: "debit",
  weight: 4,
  cents: [12_000, 410_000],
  route: "account_number",
  detail: (posting, random) => ({
    description: `Check ${random.digits(4)}`,
    source: {
      category: "check_transfer_deposit",
      check_transfer_deposit: {
        back_image_file_id: random.id("file"),
        bank_of_first_deposit_routing_number: random.pick(banks).routingNumber,
        deposited_at: isoTime(posting.at),
        front_image_file_id: random.id("file"),
        inbound_check_deposit_id: random.id("inbound_check_deposit"),
        transaction_id: posting.id,
        transfer_id: random.id("check_transfer"),
        type: "check_transfer_deposit",
      },
    },
  }),
};

const depositReturnIntention: Template = {
  category: "inbound_check_deposit_return_intention",
  direction: "credit",
  weight: 0,
  cents: [12_000, 410_000],
  route: "account_number",
  detail: (_posting, random) => ({
    description: `Returned check ${random.digits(4)}`,
    source: {
      category: "inbound_check_deposit_return_intention",
      inbound_check_deposit_return_intention: {
        inbound_check_deposit_id: random.id("inbound_check_deposit"),
        transfer_id: random.id("check_transfer"),
      },
    },
  }),
};

const adjustment: Template = {
  category: "inbound_check_adjustment",
  direction: "debit",
  weight: 0,
  cents: [100, 40_000],
  route: "account_number",
  detail: (posting, random) => ({
    description: "Check adjustment",
    source: {
      category: "inbound_check_adjustment",
      inbound_check_adjustment: {
        adjusted_transaction_id: random.id("transaction"),
        amount: posting.amount,
        reason: random.pick(["late_return", "wrong_payee_credit", "adjusted_amount"] as const),
      },
    },
  }),
};

export const checkTemplates = [
  depositAcceptance,
  depositReturn,
  transferDeposit,
  depositReturnIntention,
  adjustment,
] as const;
