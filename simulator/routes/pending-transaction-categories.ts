import { allOf } from "../wire";
import type { PendingTransaction } from "../wire";

/** https://increase.com/documentation/api/pending-transactions */
export const pendingTransactionCategories = allOf<PendingTransaction["source"]["category"]>()([
  "account_transfer_instruction",
  "ach_transfer_instruction",
  "card_authorization",
  "check_deposit_instruction",
  "check_transfer_instruction",
  "fednow_transfer_instruction",
  "inbound_funds_hold",
  "user_initiated_hold",
  "real_time_payments_transfer_instruction",
  "wire_transfer_instruction",
  "inbound_wire_transfer_reversal",
  "swift_transfer_instruction",
  "card_push_transfer_instruction",
  "blockchain_onramp_transfer_instruction",
  "blockchain_offramp_transfer",
  "other",
]);
