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

export const wireTemplates = [inboundWire, wireIntention, swiftIntention] as const;
