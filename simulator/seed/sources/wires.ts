import { isoDate, isoTime } from "../../clock";
import { banks, companies, people } from "../names";
import type { Template } from "../template";

export const inboundWire: Template = {
  category: "inbound_wire_transfer",
  direction: "credit",
  weight: 3,
  cents: [500_000, 9_000_000],
  route: "account_number",
  detail(posting, random) {
    const debtor = random.pick(companies);
    return {
      description: `Wire from ${debtor}`,
      source: {
        category: "inbound_wire_transfer",
        inbound_wire_transfer: {
          amount: posting.amount,
          creditor_address_line1: null,
          creditor_address_line2: null,
          creditor_address_line3: null,
          creditor_name: null,
          debtor_address_line1: `${random.int(1, 900)} Market Street`,
          debtor_address_line2: null,
          debtor_address_line3: null,
          debtor_name: debtor,
          description: "Inbound wire transfer",
          end_to_end_identification: null,
          input_message_accountability_data: random.digits(22),
          instructing_agent_routing_number: random.pick(banks).routingNumber,
          instruction_identification: null,
          purpose: null,
          transfer_id: random.id("inbound_wire_transfer"),
          unique_end_to_end_transaction_reference: null,
          unstructured_remittance_information: `Invoice ${random.digits(5)}`,
        },
      },
    };
  },
};

const wireIntention: Template = {
  category: "wire_transfer_intention",
  direction: "debit",
  weight: 3,
  cents: [100_000, 2_500_000],
  route: null,
  detail: (posting, random) => ({
    description: `Wire to ${random.pick(companies)}`,
    source: {
      category: "wire_transfer_intention",
      wire_transfer_intention: {
        account_number: random.digits(11),
        amount: -posting.amount,
        message_to_recipient: `Invoice ${random.digits(5)}`,
        routing_number: random.pick(banks).routingNumber,
        transfer_id: random.id("wire_transfer"),
      },
    },
  }),
};

const swiftIntention: Template = {
  category: "swift_transfer_intention",
  direction: "debit",
  weight: 1,
  cents: [50_000, 900_000],
  route: null,
  detail: (_posting, random) => ({
    description: `International transfer to ${random.pick(people)}`,
    source: {
      category: "swift_transfer_intention",
      swift_transfer_intention: { transfer_id: random.id("swift_transfer") },
    },
  }),
};

/** A wire that was sent and comes back. */
const inboundReversal: Template = {
  category: "inbound_wire_reversal",
  direction: "credit",
  weight: 0,
  cents: [100_000, 2_500_000],
  route: null,
  detail: (posting, random) => ({
    description: "Wire returned by the receiving bank",
    source: {
      category: "inbound_wire_reversal",
      inbound_wire_reversal: {
        amount: posting.amount,
        created_at: isoTime(posting.at),
        debtor_routing_number: random.pick(banks).routingNumber,
        description: "Inbound wire reversal",
        input_cycle_date: isoDate(posting.at),
        input_message_accountability_data: random.digits(22),
        input_sequence_number: random.digits(6),
        input_source: random.digits(8),
        instruction_identification: null,
        return_reason_additional_information: "Account number does not exist",
        return_reason_code: "AC03",
        return_reason_code_description: "Invalid creditor account number",
        transaction_id: posting.id,
        wire_transfer_id: random.id("wire_transfer"),
      },
    },
  }),
};

/** A wire that was received and is sent back. */
const reversalOfInbound: Template = {
  category: "inbound_wire_transfer_reversal",
  direction: "debit",
  weight: 0,
  cents: [100_000, 2_500_000],
  route: null,
  detail: (_posting, random) => ({
    description: "Inbound wire sent back",
    source: {
      category: "inbound_wire_transfer_reversal",
      inbound_wire_transfer_reversal: { inbound_wire_transfer_id: random.id("inbound_wire_transfer") },
    },
  }),
};

const swiftReturn: Template = {
  category: "swift_transfer_return",
  direction: "credit",
  weight: 0,
  cents: [50_000, 900_000],
  route: null,
  detail: (_posting, random) => ({
    description: "International transfer returned",
    source: {
      category: "swift_transfer_return",
      swift_transfer_return: { transfer_id: random.id("swift_transfer") },
    },
  }),
};

export const wireTemplates = [
  inboundWire,
  wireIntention,
  swiftIntention,
  inboundReversal,
  reversalOfInbound,
  swiftReturn,
] as const;
