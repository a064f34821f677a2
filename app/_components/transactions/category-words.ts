import { toReadableName } from "./readable-name";

/** What each category of a transaction is called. https://increase.com/documentation/api/transactions */
export const transactionWords = {
  account_revenue_payment: "Account revenue",
  account_transfer_intention: "Transfer between accounts",
  ach_transfer_intention: "ACH transfer",
  ach_transfer_rejection: "Rejected ACH transfer",
  ach_transfer_return: "Returned ACH transfer",
  blockchain_offramp_transfer_settlement: "Blockchain off-ramp transfer",
  blockchain_onramp_transfer_intention: "Blockchain on-ramp transfer",
  card_dispute_acceptance: "Accepted card dispute",
  card_dispute_financial: "Card dispute payment",
  card_dispute_loss: "Lost card dispute",
  card_financial: "Card payment, settled at once",
  card_push_transfer_acceptance: "Push to a card",
  card_refund: "Card refund",
  card_revenue_payment: "Card revenue",
  card_settlement: "Card payment",
  cashback_payment: "Cashback",
  check_deposit_acceptance: "Check deposit",
  check_deposit_return: "Returned check deposit",
  check_transfer_deposit: "Check payment",
  fednow_transfer_acknowledgement: "FedNow transfer",
  fee_payment: "Fee",
  inbound_ach_transfer: "Inbound ACH transfer",
  inbound_ach_transfer_return_intention: "Return of an inbound ACH transfer",
  inbound_check_adjustment: "Inbound check adjustment",
  inbound_check_deposit_return_intention: "Return of an inbound check",
  inbound_fednow_transfer_confirmation: "Inbound FedNow transfer",
  inbound_real_time_payments_transfer_confirmation: "Inbound real-time payment",
  inbound_wire_reversal: "Reversed wire transfer",
  inbound_wire_transfer: "Inbound wire transfer",
  inbound_wire_transfer_reversal: "Return of an inbound wire transfer",
  interest_payment: "Interest",
  internal_source: "Booking by Increase",
  other: "Other",
  real_time_payments_transfer_acknowledgement: "Real-time payment",
  sample_funds: "Sample funds",
  swift_transfer_intention: "Swift transfer",
  swift_transfer_return: "Returned Swift transfer",
  wire_transfer_intention: "Wire transfer",
} as const;

/** The same of a pending transaction. https://increase.com/documentation/api/pending-transactions */
export const pendingTransactionWords = {
  account_transfer_instruction: "Transfer between accounts",
  ach_transfer_instruction: "ACH transfer",
  blockchain_offramp_transfer: "Blockchain off-ramp transfer",
  blockchain_onramp_transfer_instruction: "Blockchain on-ramp transfer",
  card_authorization: "Card authorization",
  card_push_transfer_instruction: "Push to a card",
  check_deposit_instruction: "Check deposit",
  check_transfer_instruction: "Check payment",
  fednow_transfer_instruction: "FedNow transfer",
  inbound_funds_hold: "Hold on inbound funds",
  inbound_wire_transfer_reversal: "Return of an inbound wire transfer",
  other: "Other",
  real_time_payments_transfer_instruction: "Real-time payment",
  swift_transfer_instruction: "Swift transfer",
  user_initiated_hold: "Hold on request",
  wire_transfer_instruction: "Wire transfer",
} as const;

// A map, since a category named `constructor` would find something in an object.
const words = new Map<string, string>([
  ...Object.entries(transactionWords),
  ...Object.entries(pendingTransactionWords),
]);

/** In plain words; one that Increase adds tomorrow, in its own name. */
export function categoryLabel(category: string): string {
  return words.get(category) ?? toReadableName(category);
}

/** Every category that a transaction can be filtered by, in the order of their words. */
export const transactionCategoryOptions: readonly { value: string; label: string }[] = Object.entries(
  transactionWords,
)
  .map(([value, label]) => ({ value, label }))
  .toSorted((one, other) => one.label.localeCompare(other.label, "en-US"));
