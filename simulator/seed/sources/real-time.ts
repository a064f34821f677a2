import { banks, people } from "../names";
import type { Template } from "../template";

const inboundRealTime: Template = {
  category: "inbound_real_time_payments_transfer_confirmation",
  direction: "credit",
  weight: 6,
  cents: [1_500, 250_000],
  route: "account_number",
  detail(posting, random) {
    const debtor = random.pick(people);
    return {
      description: `Real-time payment from ${debtor}`,
      source: {
        category: "inbound_real_time_payments_transfer_confirmation",
        inbound_real_time_payments_transfer_confirmation: {
          amount: posting.amount,
          creditor_name: "Account holder",
          currency: "USD",
          debtor_account_number: random.digits(10),
          debtor_name: debtor,
          debtor_routing_number: random.pick(banks).routingNumber,
          transaction_identification: random.digits(20),
          transfer_id: random.id("inbound_real_time_payments_transfer"),
          unstructured_remittance_information: random.chance(0.5) ? "Thank you!" : null,
        },
      },
    };
  },
};

const realTimeAcknowledgement: Template = {
  category: "real_time_payments_transfer_acknowledgement",
  direction: "debit",
  weight: 5,
  cents: [2_000, 180_000],
  route: null,
  detail: (posting, random) => ({
    description: `Real-time payment to ${random.pick(people)}`,
    source: {
      category: "real_time_payments_transfer_acknowledgement",
      real_time_payments_transfer_acknowledgement: {
        account_number: random.digits(10),
        amount: -posting.amount,
        routing_number: random.pick(banks).routingNumber,
        transfer_id: random.id("real_time_payments_transfer"),
        unstructured_remittance_information: `Invoice ${random.digits(5)}`,
      },
    },
  }),
};

const inboundFednow: Template = {
  category: "inbound_fednow_transfer_confirmation",
  direction: "credit",
  weight: 2,
  cents: [1_500, 120_000],
  route: "account_number",
  detail: (_posting, random) => ({
    description: `FedNow payment from ${random.pick(people)}`,
    source: {
      category: "inbound_fednow_transfer_confirmation",
      inbound_fednow_transfer_confirmation: { transfer_id: random.id("inbound_fednow_transfer") },
    },
  }),
};

const fednowAcknowledgement: Template = {
  category: "fednow_transfer_acknowledgement",
  direction: "debit",
  weight: 0,
  cents: [1_500, 120_000],
  route: null,
  detail: (_posting, random) => ({
    description: `FedNow payment to ${random.pick(people)}`,
    source: {
      category: "fednow_transfer_acknowledgement",
      fednow_transfer_acknowledgement: { transfer_id: random.id("fednow_transfer") },
    },
  }),
};

export const realTimeTemplates = [
  inboundRealTime,
  realTimeAcknowledgement,
  inboundFednow,
  fednowAcknowledgement,
] as const;
