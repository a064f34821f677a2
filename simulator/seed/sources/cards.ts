import { isoTime } from "../../clock";
import { merchants } from "../names";
import type { Random } from "../random";
import type { Template } from "../template";
import { periodOf } from "./period";

function merchantFields(random: Random) {
  const merchant = random.pick(merchants);
  return {
    merchant_acceptor_id: random.digits(15),
    merchant_category_code: merchant.category,
    merchant_city: merchant.city,
    merchant_country: "US",
    merchant_name: merchant.name,
    merchant_postal_code: merchant.postalCode,
    merchant_state: merchant.state,
  };
}

function networkIdentifiers(random: Random) {
  return {
    acquirer_business_id: random.digits(8),
    acquirer_reference_number: random.digits(23),
    authorization_identification_response: random.digits(6),
    transaction_id: random.digits(15),
  };
}

export const cardSettlement: Template = {
  category: "card_settlement",
  direction: "debit",
  weight: 22,
  cents: [350, 84_000],
  route: "card",
  detail(posting, random) {
    const merchant = merchantFields(random);
    return {
      description: merchant.merchant_name,
      source: {
        category: "card_settlement",
        card_settlement: {
          id: random.id("card_settlement"),
          amount: posting.amount,
          card_authorization: null,
          card_payment_id: random.id("card_payment"),
          cashback: null,
          currency: "USD",
          interchange: { amount: (-posting.amount * 0.00014).toFixed(6), code: "271", currency: "USD" },
          ...merchant,
          network: "visa",
          network_identifiers: networkIdentifiers(random),
          pending_transaction_id: null,
          presentment_amount: -posting.amount,
          presentment_currency: "USD",
          purchase_details: null,
          scheme_fees: [],
          surcharge: null,
          transaction_id: posting.id,
          type: "card_settlement",
        },
      },
    };
  },
};

const refund: Template = {
  category: "card_refund",
  direction: "credit",
  weight: 2,
  cents: [350, 30_000],
  route: "card",
  detail(posting, random) {
    const merchant = merchantFields(random);
    return {
      description: `Refund: ${merchant.merchant_name}`,
      source: {
        category: "card_refund",
        card_refund: {
          id: random.id("card_refund"),
          amount: posting.amount,
          card_payment_id: random.id("card_payment"),
          cashback: null,
          currency: "USD",
          interchange: null,
          ...merchant,
          network_identifiers: networkIdentifiers(random),
          presentment_amount: posting.amount,
          presentment_currency: "USD",
          purchase_details: null,
          scheme_fees: [],
          transaction_id: posting.id,
          type: "card_refund",
        },
      },
    };
  },
};

const disputeAcceptance: Template = {
  category: "card_dispute_acceptance",
  direction: "credit",
  weight: 1,
  cents: [2_000, 40_000],
  route: "card",
  detail: (posting) => ({
    description: "Card dispute accepted",
    source: {
      category: "card_dispute_acceptance",
      card_dispute_acceptance: { accepted_at: isoTime(posting.at), transaction_id: posting.id },
    },
  }),
};

const revenue: Template = {
  category: "card_revenue_payment",
  direction: "credit",
  weight: 1,
  cents: [100, 20_000],
  route: null,
  detail: (posting) => ({
    description: "Card revenue payment",
    source: {
      category: "card_revenue_payment",
      card_revenue_payment: {
        amount: posting.amount,
        currency: "USD",
        ...periodOf(posting.at),
        transacted_on_account_id: posting.accountId,
      },
    },
  }),
};

const cashback: Template = {
  category: "cashback_payment",
  direction: "credit",
  weight: 1,
  cents: [50, 9_000],
  route: null,
  detail: (posting) => ({
    description: "Cashback",
    source: {
      category: "cashback_payment",
      cashback_payment: {
        accrued_on_card_id: null,
        amount: posting.amount,
        currency: "USD",
        ...periodOf(posting.at),
      },
    },
  }),
};

export const cardTemplates = [cardSettlement, refund, disputeAcceptance, revenue, cashback] as const;
