import { isoTime } from "../../clock";
import { banks, companies, people } from "../names";
import type { Template } from "../template";

export const inboundAchCredit: Template = {
  category: "inbound_ach_transfer",
  direction: "credit",
  weight: 18,
  cents: [4_000, 900_000],
  route: "account_number",
  detail(posting, random) {
    const company = random.pick(companies);
    return {
      description: company,
      source: {
        category: "inbound_ach_transfer",
        inbound_ach_transfer: {
          addenda: random.chance(0.2)
            ? {
                category: "freeform",
                freeform: { entries: [{ payment_related_information: `INV ${random.digits(6)}` }] },
              }
            : null,
          amount: posting.amount,
          originator_company_descriptive_date: null,
          originator_company_discretionary_data: null,
          originator_company_entry_description: random.pick(["PAYMENT", "PAYOUT", "SETTLEMENT"]),
          originator_company_id: random.digits(10),
          originator_company_name: company,
          receiver_id_number: random.digits(8),
          receiver_name: null,
          trace_number: random.digits(15),
          transfer_id: random.id("inbound_ach_transfer"),
        },
      },
    };
  },
};

export const inboundAchDebit: Template = {
  ...inboundAchCredit,
  direction: "debit",
  weight: 9,
  cents: [900, 240_000],
};

export const achIntention: Template = {
  category: "ach_transfer_intention",
  direction: "debit",
  weight: 24,
  cents: [9_000, 480_000],
  route: null,
  detail(posting, random) {
    const person = random.pick(people);
    return {
      description: `ACH payment to ${person}`,
      source: {
        category: "ach_transfer_intention",
        ach_transfer_intention: {
          account_number: random.digits(10),
          amount: -posting.amount,
          routing_number: random.pick(banks).routingNumber,
          statement_descriptor: random.pick(["PAYROLL", "INVOICE", "REIMBURSEMENT"]),
          transfer_id: random.id("ach_transfer"),
        },
      },
    };
  },
};

export const achReturn: Template = {
  category: "ach_transfer_return",
  direction: "credit",
  weight: 1,
  cents: [9_000, 480_000],
  route: null,
  detail(posting, random) {
    const [code, reason] = random.pick([
      ["R01", "insufficient_fund"],
      ["R03", "no_account"],
      ["R02", "account_closed"],
    ] as const);
    return {
      description: `ACH return (${code})`,
      source: {
        category: "ach_transfer_return",
        ach_transfer_return: {
          addenda_information: null,
          created_at: isoTime(posting.at),
          raw_return_reason_code: code,
          return_reason_code: reason,
          trace_number: random.digits(15),
          transaction_id: posting.id,
          transfer_id: random.id("ach_transfer"),
        },
      },
    };
  },
};

export const achRejection: Template = {
  category: "ach_transfer_rejection",
  direction: "credit",
  weight: 1,
  cents: [9_000, 120_000],
  route: null,
  detail: (_posting, random) => ({
    description: "ACH transfer rejected",
    source: {
      category: "ach_transfer_rejection",
      ach_transfer_rejection: { transfer_id: random.id("ach_transfer") },
    },
  }),
};

export const inboundAchReturn: Template = {
  category: "inbound_ach_transfer_return_intention",
  direction: "credit",
  weight: 1,
  cents: [900, 60_000],
  route: "account_number",
  detail: (_posting, random) => ({
    description: "Returned debit",
    source: {
      category: "inbound_ach_transfer_return_intention",
      inbound_ach_transfer_return_intention: { inbound_ach_transfer_id: random.id("inbound_ach_transfer") },
    },
  }),
};

export const achTemplates = [
  inboundAchCredit,
  inboundAchDebit,
  achIntention,
  achReturn,
  achRejection,
  inboundAchReturn,
] as const;
