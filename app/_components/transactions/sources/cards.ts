import { amounts, cardPresentment, merchant, networkIdentifiers } from "./card-parts";
import type { Fields } from "./field";
import { purchaseDetails } from "./purchase-details";

const settled: Fields = [
  ...merchant,
  ...amounts,
  ["network", "Network", "words"],
  ["purchase_details", "Purchase", undefined, purchaseDetails],
  ...networkIdentifiers,
  ["card_payment_id", "Card payment"],
  ["card_authorization", "Card authorization", "code"],
  ["pending_transaction_id", "Pending transaction"],
  ["transaction_id", "Transaction"],
];

const authorized: Fields = [
  ...merchant,
  ...amounts,
  ["expires_at", "Expires"],
  ...cardPresentment,
  ...networkIdentifiers,
  ["card_payment_id", "Card payment"],
  ["physical_card_id", "Physical card"],
  ["digital_wallet_token_id", "Digital wallet token"],
  ["real_time_decision_id", "Real-time decision"],
  ["pending_transaction_id", "Pending transaction"],
  ["transaction_id", "Transaction"],
];

export const cardSources = {
  card_settlement: [...settled, ["id", "Card settlement"]],
  card_refund: [...settled, ["id", "Card refund"]],
  card_authorization: [...authorized, ["id", "Card authorization"]],
  card_financial: [...authorized, ["id", "Card financial"]],
  card_dispute_acceptance: [
    ["accepted_at", "Accepted"],
    ["transaction_id", "Transaction that returned the funds"],
  ],
  card_dispute_financial: [
    ["amount", "Amount"],
    ["network", "Network", "words"],
    ["visa", "Visa", "inline", [["event_type", "Step of the dispute", "words"]]],
    ["transaction_id", "Transaction that moved the funds"],
  ],
  card_dispute_loss: [
    ["explanation", "Explanation", "text"],
    ["lost_at", "Lost"],
    ["transaction_id", "Transaction that took the funds"],
  ],
  card_push_transfer_acceptance: [
    ["settlement_amount", "Amount settled"],
    ["transfer_id", "Card push transfer"],
  ],
  card_push_transfer_instruction: [
    ["amount", "Amount"],
    ["transfer_id", "Card push transfer"],
  ],
} as const satisfies Record<string, Fields>;
