import type { Fields } from "./field";

const outboundTransfer: Fields = [
  ["amount", "Amount"],
  ["statement_descriptor", "Statement descriptor", "text"],
  ["account_number", "To account number", "account_number"],
  ["routing_number", "To routing number", "code"],
  ["transfer_id", "ACH transfer"],
];

const addenda: Fields = [
  ["category", "Form", "words"],
  [
    "freeform",
    "Freeform",
    "inline",
    [["entries", "Remittance", undefined, [["payment_related_information", "Remittance", "text"]]]],
  ],
];

export const achSources = {
  ach_transfer_intention: outboundTransfer,
  ach_transfer_instruction: outboundTransfer,
  ach_transfer_rejection: [["transfer_id", "ACH transfer"]],
  ach_transfer_return: [
    ["return_reason_code", "Return reason", "words"],
    ["raw_return_reason_code", "Return code", "code"],
    ["addenda_information", "Addenda", "text"],
    ["trace_number", "Trace number of the return", "code"],
    ["created_at", "Returned"],
    ["transfer_id", "ACH transfer"],
    ["transaction_id", "Transaction"],
  ],
  inbound_ach_transfer: [
    ["originator_company_name", "From", "text"],
    ["originator_company_entry_description", "Description", "text"],
    ["amount", "Amount"],
    ["addenda", "Addenda", undefined, addenda],
    ["receiver_name", "Receiver", "text"],
    ["receiver_id_number", "Receiver’s reference", "code"],
    ["originator_company_id", "Company ID", "code"],
    ["originator_company_descriptive_date", "Company’s date", "text"],
    ["originator_company_discretionary_data", "Company’s data", "text"],
    ["trace_number", "Trace number", "code"],
    ["transfer_id", "Inbound ACH transfer"],
  ],
  inbound_ach_transfer_return_intention: [["inbound_ach_transfer_id", "Inbound ACH transfer"]],
} as const satisfies Record<string, Fields>;
