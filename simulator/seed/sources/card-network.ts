import { isoTime } from "../../clock";
import { cardAuthorization } from "../card-authorization";
import { people } from "../names";
import type { Random } from "../random";
import type { PostingFacts, Template, TransactionSource } from "../template";

type CardFinancial = NonNullable<TransactionSource["card_financial"]>;

const verification: CardFinancial["verification"] = {
  card_verification_code: { result: "match" },
  cardholder_address: {
    actual_line1: null,
    actual_postal_code: "94612",
    provided_line1: null,
    provided_postal_code: null,
    result: "not_checked",
  },
  cardholder_name: null,
};

/** Authorized and cleared in a single message: what an authorization says, and that it is settled. */
const financial: Template = {
  category: "card_financial",
  direction: "debit",
  weight: 0,
  cents: [350, 84_000],
  route: "card",
  detail(posting, random) {
    const card_financial = cardFinancial(posting, random);
    return {
      description: card_financial.merchant_descriptor,
      source: { category: "card_financial", card_financial },
    };
  },
};

function cardFinancial(posting: PostingFacts, random: Random): CardFinancial {
  const authorized = cardAuthorization(random, Math.abs(posting.amount), posting.at);
  const isRefund = posting.amount > 0;
  return {
    id: random.id("card_financial"),
    actioner: authorized.actioner,
    additional_amounts: authorized.additional_amounts,
    amount: authorized.amount,
    card_payment_id: authorized.card_payment_id,
    currency: "USD",
    digital_wallet_token_id: null,
    direction: isRefund ? "refund" : "settlement",
    merchant_acceptor_id: authorized.merchant_acceptor_id,
    merchant_category_code: authorized.merchant_category_code,
    merchant_city: authorized.merchant_city,
    merchant_country: authorized.merchant_country,
    merchant_descriptor: authorized.merchant_descriptor,
    merchant_postal_code: authorized.merchant_postal_code,
    merchant_state: authorized.merchant_state,
    network_details: { category: "pulse", pulse: {}, visa: null },
    network_identifiers: authorized.network_identifiers,
    network_risk_score: null,
    physical_card_id: null,
    presentment_amount: authorized.presentment_amount,
    presentment_currency: authorized.presentment_currency,
    processing_category: isRefund ? "refund" : "purchase",
    real_time_decision_id: null,
    scheme_fees: [],
    terminal_id: authorized.terminal_id,
    transaction_id: posting.id,
    type: "card_financial",
    verification,
  };
}

const disputeFinancial: Template = {
  category: "card_dispute_financial",
  direction: "credit",
  weight: 0,
  cents: [2_000, 40_000],
  route: "card",
  detail: (posting) => ({
    description: "Card dispute",
    source: {
      category: "card_dispute_financial",
      card_dispute_financial: {
        amount: posting.amount,
        network: "visa",
        transaction_id: posting.id,
        visa: { event_type: posting.amount < 0 ? "represented" : "chargeback_submitted" },
      },
    },
  }),
};

const disputeLoss: Template = {
  category: "card_dispute_loss",
  direction: "debit",
  weight: 0,
  cents: [2_000, 40_000],
  route: "card",
  detail: (posting) => ({
    description: "Card dispute lost",
    source: {
      category: "card_dispute_loss",
      card_dispute_loss: {
        explanation: "The merchant proved that the goods were delivered.",
        lost_at: isoTime(posting.at),
        transaction_id: posting.id,
      },
    },
  }),
};

const pushAcceptance: Template = {
  category: "card_push_transfer_acceptance",
  direction: "debit",
  weight: 0,
  cents: [1_000, 100_000],
  route: null,
  detail: (posting, random) => ({
    description: `Card push transfer to ${random.pick(people)}`,
    source: {
      category: "card_push_transfer_acceptance",
      card_push_transfer_acceptance: {
        settlement_amount: Math.abs(posting.amount),
        transfer_id: random.id("card_push_transfer"),
      },
    },
  }),
};

export const cardNetworkTemplates = [financial, disputeFinancial, disputeLoss, pushAcceptance] as const;
