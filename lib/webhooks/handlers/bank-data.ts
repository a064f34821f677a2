import "server-only";
import type { DataHandler } from "./handler";

/**
 * Families of events that tell of a group's money: pages of that group show something else now. Thin events
 * say no more, and a page's own read is the check.
 */
const families = [
  "account",
  "account_number",
  "account_statement",
  "account_transfer",
  "ach_prenotification",
  "ach_transfer",
  "blockchain_address",
  "blockchain_offramp_transfer",
  "blockchain_onramp_transfer",
  "bookkeeping_account",
  "bookkeeping_entry_set",
  "card",
  "card_dispute",
  "card_payment",
  "card_push_transfer",
  "check_deposit",
  "check_transfer",
  "declined_transaction",
  "entity",
  "external_account",
  "fednow_transfer",
  "inbound_ach_transfer",
  "inbound_ach_transfer_return",
  "inbound_check_deposit",
  "inbound_fednow_transfer",
  "inbound_mail_item",
  "inbound_real_time_payments_transfer",
  "inbound_wire_drawdown_request",
  "inbound_wire_transfer",
  "interest_rate_plan",
  "intrafi_account_enrollment",
  "loan_distribution",
  "lockbox",
  "pending_transaction",
  "physical_card",
  "program",
  "real_time_payments_transfer",
  "swift_transfer",
  "transaction",
  "wire_drawdown_request",
  "wire_transfer",
];

export const bankDataHandlers: Record<string, DataHandler> = Object.fromEntries(
  families.map((family) => [family, { marksGroupChanged: true }]),
);
