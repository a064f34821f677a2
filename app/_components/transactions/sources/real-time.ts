import type { Fields } from "./field";

export const realTimeSources = {
  real_time_payments_transfer_acknowledgement: [
    ["unstructured_remittance_information", "Remittance", "text"],
    ["amount", "Amount"],
    ["account_number", "To account number", "account_number"],
    ["routing_number", "To routing number", "code"],
    ["transfer_id", "Real-time payment"],
  ],
  real_time_payments_transfer_instruction: [
    ["amount", "Amount"],
    ["transfer_id", "Real-time payment"],
  ],
  inbound_real_time_payments_transfer_confirmation: [
    ["debtor_name", "From", "text"],
    ["amount", "Amount"],
    ["unstructured_remittance_information", "Remittance", "text"],
    ["creditor_name", "To", "text"],
    ["debtor_account_number", "From account number", "account_number"],
    ["debtor_routing_number", "From routing number", "code"],
    ["transaction_identification", "Network reference", "code"],
    ["transfer_id", "Inbound real-time payment"],
  ],
  fednow_transfer_acknowledgement: [["transfer_id", "FedNow transfer"]],
  fednow_transfer_instruction: [["transfer_id", "FedNow transfer"]],
  inbound_fednow_transfer_confirmation: [["transfer_id", "Inbound FedNow transfer"]],
} as const satisfies Record<string, Fields>;
