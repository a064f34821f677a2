import { dayMs, isoTime } from "../clock";
import type { PendingTransaction } from "../wire";
import { merchants } from "./names";
import type { Random } from "./random";

type CardAuthorization = NonNullable<PendingTransaction["source"]["card_authorization"]>;

const noAdditionalAmounts = {
  clinic: null,
  dental: null,
  original: null,
  prescription: null,
  surcharge: null,
  total_cumulative: null,
  total_healthcare: null,
  transit: null,
  unknown: null,
  vision: null,
};

const contactless = {
  electronic_commerce_indicator: null,
  point_of_service_entry_mode: "contactless",
  stand_in_processing_reason: null,
  terminal_entry_capability: "chip_or_contactless",
} as const;

const nothingChecked = {
  actual_line1: null,
  actual_postal_code: "94612",
  provided_line1: null,
  provided_postal_code: null,
  result: "not_checked",
} as const;

export function cardAuthorization(random: Random, amount: number, anchorMs: number): CardAuthorization {
  const merchant = random.pick(merchants);
  return {
    id: random.id("card_authorization"),
    actioner: "increase",
    additional_amounts: noAdditionalAmounts,
    amount,
    card_payment_id: random.id("card_payment"),
    currency: "USD",
    digital_wallet_token_id: null,
    direction: "settlement",
    expires_at: isoTime(anchorMs + 7 * dayMs),
    healthcare: null,
    merchant_acceptor_id: random.digits(15),
    merchant_category_code: merchant.category,
    merchant_city: merchant.city,
    merchant_country: "US",
    merchant_descriptor: merchant.name,
    merchant_postal_code: merchant.postalCode,
    merchant_state: merchant.state,
    network_details: { category: "visa", pulse: null, visa: contactless },
    network_identifiers: {
      authorization_identification_response: random.digits(6),
      retrieval_reference_number: random.digits(12),
      trace_number: random.digits(6),
      transaction_id: random.digits(15),
    },
    network_risk_score: 10,
    pending_transaction_id: null,
    physical_card_id: null,
    presentment_amount: amount,
    presentment_currency: "USD",
    processing_category: "purchase",
    real_time_decision_id: null,
    scheme_fees: [],
    terminal_id: random.digits(8),
    type: "card_authorization",
    verification: {
      card_verification_code: { result: "not_checked" },
      cardholder_address: nothingChecked,
      cardholder_name: null,
    },
  };
}
