import type { PendingTransaction, Transaction } from "increase/resources";
import { expect, test } from "vitest";
import { toLabels, toLines, toMarkup, type Example } from "../testing/source-lines";

type Settled = Transaction.Source;
type Pending = PendingTransaction.Source;
/** A category of both kinds has details of one form. */
export type Examples = {
  [C in Settled["category"] | Pending["category"]]?: Example<
    C extends Settled["category"]
      ? NonNullable<Settled[C]>
      : C extends Pending["category"]
        ? NonNullable<Pending[C]>
        : never
  >;
};

const outboundAch = {
  details: {
    account_number: "987654321",
    amount: -12_345,
    routing_number: "101050001",
    statement_descriptor: "INVOICE 2026_11_22",
    transfer_id: "ach_transfer_uoxatyh3lt5evrsdvo7q",
  },
  shows: [
    "Amount: −$123.45",
    "Statement descriptor: INVOICE 2026_11_22",
    "To account number: •••• 4321",
    "To routing number: 101050001",
    "ACH transfer: ach_transfer_uoxatyh3lt5evrsdvo7q",
  ],
};

export const examples = {
  ach_transfer_intention: outboundAch,
  ach_transfer_instruction: {
    details: { amount: -500, transfer_id: "ach_transfer_uoxatyh3lt5evrsdvo7q" },
    shows: ["Amount: −$5.00", "ACH transfer: ach_transfer_uoxatyh3lt5evrsdvo7q"],
  },
  ach_transfer_rejection: {
    details: { transfer_id: "ach_transfer_uoxatyh3lt5evrsdvo7q" },
    shows: ["ACH transfer: ach_transfer_uoxatyh3lt5evrsdvo7q"],
  },
  ach_transfer_return: {
    details: {
      addenda_information: "CALL 555 0100",
      created_at: "2026-11-20T17:30:00Z",
      raw_return_reason_code: "R16",
      return_reason_code: "account_frozen_entry_returned_per_ofac_instruction",
      trace_number: "111122223292834",
      transaction_id: "transaction_uyrp7fld2ium70oa7oi",
      transfer_id: "ach_transfer_uoxatyh3lt5evrsdvo7q",
    },
    shows: [
      "Return reason: Account frozen entry returned per OFAC instruction",
      "Return code: R16",
      "Addenda: CALL 555 0100",
      "Trace number of the return: 111122223292834",
      "Returned: 20 Nov 2026, 17:30:00 UTC",
    ],
  },
  inbound_ach_transfer: {
    details: {
      addenda: {
        category: "freeform",
        freeform: {
          entries: [
            { payment_related_information: "RMR*IV*INV_4411" },
            { payment_related_information: "RMR*IV*INV_4412" },
          ],
        },
      },
      amount: 250_000,
      originator_company_descriptive_date: "261120",
      originator_company_discretionary_data: null,
      originator_company_entry_description: "PAYROLL",
      originator_company_id: "0123498765",
      originator_company_name: "BIG BANK",
      receiver_id_number: "12345678900",
      receiver_name: "IAN CREASE",
      trace_number: "021000038461022",
      transfer_id: "inbound_ach_transfer_tdrwqr3fq9gnnq49odev",
    },
    shows: [
      "From: BIG BANK",
      "Description: PAYROLL",
      "Amount: $2,500.00",
      "Form: Freeform",
      "RMR*IV*INV_4412",
      "Company ID: 0123498765",
      "Trace number: 021000038461022",
    ],
  },
  inbound_ach_transfer_return_intention: {
    details: { inbound_ach_transfer_id: "inbound_ach_transfer_tdrwqr3fq9gnnq49odev" },
    shows: ["Inbound ACH transfer: inbound_ach_transfer_tdrwqr3fq9gnnq49odev"],
  },
  wire_transfer_intention: {
    details: {
      account_number: "987654321012",
      amount: -10_000,
      message_to_recipient: "Rent of November",
      routing_number: "101050001",
      transfer_id: "wire_transfer_5akynk7dqsq25qwk9q2u",
    },
    shows: ["Message to the recipient: Rent of November", "To account number: •••• 1012"],
  },
  wire_transfer_instruction: {
    details: {
      account_number: "987654321012",
      amount: -10_000,
      message_to_recipient: "Rent of November",
      routing_number: "101050001",
      transfer_id: "wire_transfer_5akynk7dqsq25qwk9q2u",
    },
    shows: ["Message to the recipient: Rent of November", "Amount: −$100.00"],
  },
  inbound_wire_transfer: {
    details: {
      amount: 1_000_000,
      creditor_address_line1: "33 Liberty Street",
      creditor_address_line2: null,
      creditor_address_line3: "New York, NY 10045",
      creditor_name: "National Phonograph Company",
      debtor_address_line1: "1 Main Street",
      debtor_address_line2: "Floor 2",
      debtor_address_line3: null,
      debtor_name: "Ian Crease",
      description: "Inbound wire transfer",
      end_to_end_identification: "INV-77",
      input_message_accountability_data: "20261118B6B7HU2R016240",
      instructing_agent_routing_number: "101050001",
      instruction_identification: "REF-1",
      purpose: "Invoice 77",
      transfer_id: "inbound_wire_transfer_f228m6bmhtcxjco9pwp0",
      unique_end_to_end_transaction_reference: "f1e0d5c2-5b4f-4d3c-9b6a-5f8c5e1b2a3d",
      unstructured_remittance_information: "INVOICE_77 of 2026",
    },
    shows: [
      "From: Ian Crease",
      "Sender’s address, line 2: Floor 2",
      "Remittance: INVOICE_77 of 2026",
      "To: National Phonograph Company",
      "Recipient’s address, line 3: New York, NY 10045",
      "IMAD: 20261118B6B7HU2R016240",
      "UETR: f1e0d5c2-5b4f-4d3c-9b6a-5f8c5e1b2a3d",
      "End-to-end reference: INV-77",
    ],
  },
  inbound_wire_transfer_reversal: {
    details: { inbound_wire_transfer_id: "inbound_wire_transfer_f228m6bmhtcxjco9pwp0" },
    shows: ["Inbound wire transfer: inbound_wire_transfer_f228m6bmhtcxjco9pwp0"],
  },
  inbound_wire_reversal: {
    details: {
      amount: 12_345,
      created_at: "2026-11-20T17:30:00+00:00",
      debtor_routing_number: "101050001",
      description: "Inbound wire reversal",
      input_cycle_date: "2026-11-21",
      input_message_accountability_data: "20261121B6B7HU2R016640",
      input_sequence_number: "1",
      input_source: "B6B7HU2R",
      instruction_identification: "RETURN-9",
      return_reason_additional_information: "As told by phone",
      return_reason_code: "AC03",
      return_reason_code_description: "Account number is invalid.",
      transaction_id: "transaction_uyrp7fld2ium70oa7oi",
      wire_transfer_id: "wire_transfer_5akynk7dqsq25qwk9q2u",
    },
    shows: [
      "Return reason: Account number is invalid.",
      "Return code: AC03",
      "Reversed: 20 Nov 2026, 17:30:00 UTC",
      "Fedwire day: 21 Nov 2026",
      "Wire transfer: wire_transfer_5akynk7dqsq25qwk9q2u",
    ],
  },
  swift_transfer_intention: {
    details: { transfer_id: "swift_transfer_29h21xkng03788zwd3fh" },
    shows: ["Swift transfer: swift_transfer_29h21xkng03788zwd3fh"],
  },
  swift_transfer_instruction: {
    details: { transfer_id: "swift_transfer_29h21xkng03788zwd3fh" },
    shows: ["Swift transfer: swift_transfer_29h21xkng03788zwd3fh"],
  },
  swift_transfer_return: {
    details: { transfer_id: "swift_transfer_29h21xkng03788zwd3fh" },
    shows: ["Swift transfer: swift_transfer_29h21xkng03788zwd3fh"],
  },
  real_time_payments_transfer_acknowledgement: {
    details: {
      account_number: "987654321012",
      amount: -100,
      routing_number: "101050001",
      transfer_id: "real_time_payments_transfer_iyuhl5kdn7ssmup83mvq",
      unstructured_remittance_information: "Invoice 29582",
    },
    shows: ["Remittance: Invoice 29582", "To account number: •••• 1012", "To routing number: 101050001"],
  },
  real_time_payments_transfer_instruction: {
    details: { amount: -100, transfer_id: "real_time_payments_transfer_iyuhl5kdn7ssmup83mvq" },
    shows: ["Real-time payment: real_time_payments_transfer_iyuhl5kdn7ssmup83mvq"],
  },
  inbound_real_time_payments_transfer_confirmation: {
    details: {
      amount: 100,
      creditor_name: "National Phonograph Company",
      currency: "USD",
      debtor_account_number: "987654321012",
      debtor_name: "Ian Crease",
      debtor_routing_number: "101050001",
      transaction_identification: "20261122101050001001234567891234567",
      transfer_id: "inbound_real_time_payments_transfer_63hlz498vcxg644hcrzr",
      unstructured_remittance_information: "Invoice 29582",
    },
    shows: [
      "From: Ian Crease",
      "From account number: •••• 1012",
      "Network reference: 20261122101050001001234567891234567",
    ],
  },
  fednow_transfer_acknowledgement: {
    details: { transfer_id: "fednow_transfer_4i0mptrdu1mueg1196bg" },
    shows: ["FedNow transfer: fednow_transfer_4i0mptrdu1mueg1196bg"],
  },
  fednow_transfer_instruction: {
    details: { transfer_id: "fednow_transfer_4i0mptrdu1mueg1196bg" },
    shows: ["FedNow transfer: fednow_transfer_4i0mptrdu1mueg1196bg"],
  },
  inbound_fednow_transfer_confirmation: {
    details: { transfer_id: "inbound_fednow_transfer_ctxxbc07oh5ke5w1hk20" },
    shows: ["Inbound FedNow transfer: inbound_fednow_transfer_ctxxbc07oh5ke5w1hk20"],
  },
} satisfies Examples;

test.each(Object.entries(examples))(
  "%s says what a finance team looks for",
  (category, { details, shows }) => {
    const markup = toMarkup(category, details);
    expect(toLines(markup)).toEqual(expect.arrayContaining([...shows]));
    expect(toLabels(markup).filter((label) => label.includes("_"))).toEqual([]);
    expect(markup).not.toContain("987654321");
  },
);
