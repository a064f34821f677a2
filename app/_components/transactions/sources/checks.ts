import type { Fields } from "./field";

export const checkSources = {
  check_deposit_acceptance: [
    ["amount", "Amount"],
    ["serial_number", "Check number", "code"],
    ["auxiliary_on_us", "Auxiliary on-us", "code"],
    ["account_number", "Drawn on account number", "account_number"],
    ["routing_number", "Drawn on routing number", "code"],
    ["check_deposit_id", "Check deposit"],
  ],
  check_deposit_instruction: [
    ["amount", "Amount"],
    ["check_deposit_id", "Check deposit"],
    ["front_image_file_id", "Image of the front"],
    ["back_image_file_id", "Image of the back"],
  ],
  check_deposit_return: [
    ["return_reason", "Return reason", "words"],
    ["amount", "Amount"],
    ["returned_at", "Returned"],
    ["check_deposit_id", "Check deposit"],
    ["transaction_id", "Transaction"],
  ],
  check_transfer_deposit: [
    ["deposited_at", "Deposited"],
    ["bank_of_first_deposit_routing_number", "Depositing bank’s routing number", "code"],
    ["transfer_id", "Check transfer"],
    ["inbound_check_deposit_id", "Inbound check deposit"],
    ["transaction_id", "Transaction"],
    ["front_image_file_id", "Image of the front"],
    ["back_image_file_id", "Image of the back"],
  ],
  check_transfer_instruction: [
    ["amount", "Amount"],
    ["transfer_id", "Check transfer"],
  ],
  inbound_check_adjustment: [
    ["reason", "Reason", "words"],
    ["amount", "Amount"],
    ["adjusted_transaction_id", "Adjusted transaction"],
  ],
  inbound_check_deposit_return_intention: [
    ["inbound_check_deposit_id", "Inbound check deposit"],
    ["transfer_id", "Check transfer"],
  ],
} as const satisfies Record<string, Fields>;
