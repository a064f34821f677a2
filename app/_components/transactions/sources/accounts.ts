import type { Fields } from "./field";

export const accountSources = {
  account_transfer_intention: [
    ["description", "Description", "text"],
    ["amount", "Amount"],
    ["source_account_id", "From account"],
    ["destination_account_id", "To account"],
    ["transfer_id", "Account transfer"],
  ],
  account_transfer_instruction: [
    ["amount", "Amount"],
    ["transfer_id", "Account transfer"],
  ],
  account_revenue_payment: [
    ["period_start", "Period from"],
    ["period_end", "Period to"],
    ["accrued_on_account_id", "Accrued on account"],
  ],
  card_revenue_payment: [
    ["amount", "Amount"],
    ["period_start", "Period from"],
    ["period_end", "Period to"],
    ["transacted_on_account_id", "Earned on account"],
  ],
  cashback_payment: [
    ["amount", "Amount"],
    ["period_start", "Period from"],
    ["period_end", "Period to"],
    ["accrued_on_card_id", "Earned on card"],
  ],
  interest_payment: [
    ["amount", "Amount"],
    ["period_start", "Period from"],
    ["period_end", "Period to"],
    ["accrued_on_account_id", "Accrued on account"],
  ],
  fee_payment: [
    ["amount", "Amount"],
    ["fee_period_start", "Period from"],
    ["program_id", "Program"],
  ],
  internal_source: [
    ["reason", "Reason", "words"],
    ["amount", "Amount"],
  ],
  sample_funds: [["originator", "From", "text"]],
  inbound_funds_hold: [
    ["status", "Status", "words"],
    ["amount", "Amount"],
    ["created_at", "Held since"],
    ["automatically_releases_at", "Released at the latest"],
    ["released_at", "Released"],
    ["held_transaction_id", "Held transaction"],
    ["pending_transaction_id", "Pending transaction"],
    ["id", "Hold"],
  ],
  user_initiated_hold: [],
  other: [],
} as const satisfies Record<string, Fields>;
