import type { Fields } from "./field";

const onramp: Fields = [
  ["amount", "Amount"],
  ["destination_blockchain_address", "To blockchain address", "code"],
  ["transfer_id", "On-ramp transfer"],
];

export const blockchainSources = {
  blockchain_onramp_transfer_intention: onramp,
  blockchain_onramp_transfer_instruction: onramp,
  blockchain_offramp_transfer: [
    ["status", "Status", "words"],
    ["amount", "Amount"],
    ["token", "Token", "words"],
    ["created_at", "Received"],
    ["destination_account_id", "To account"],
    ["source_blockchain_address_id", "From blockchain address"],
    ["initiating_transaction_hash", "Transaction hash", "code"],
    ["id", "Off-ramp transfer"],
    ["transaction_id", "Transaction"],
  ],
  blockchain_offramp_transfer_settlement: [
    ["source_blockchain_address_id", "From blockchain address"],
    ["transfer_id", "Off-ramp transfer"],
  ],
} as const satisfies Record<string, Fields>;
