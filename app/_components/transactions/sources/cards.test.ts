import { expect, test } from "vitest";
import { toLabels, toLines, toMarkup } from "../testing/source-lines";
import type { Examples } from "./money-movement.test";

const schemeFees = [
  {
    amount: "0.137465",
    created_at: "2026-11-20T12:00:00Z",
    currency: "USD" as const,
    fee_type: "visa_authorization_domestic_point_of_sale" as const,
    fixed_component: "0.05",
    variable_rate: "0.0013",
  },
];

const noAmounts = {
  clinic: null,
  dental: null,
  original: null,
  prescription: null,
  total_cumulative: null,
  total_healthcare: null,
  transit: null,
  unknown: null,
  vision: null,
};

const authorized = {
  actioner: "increase" as const,
  additional_amounts: { ...noAmounts, surcharge: { amount: 300, currency: "EUR" } },
  amount: -5_430,
  card_payment_id: "card_payment_nd3k2kacrqjli8482ave",
  currency: "USD" as const,
  digital_wallet_token_id: null,
  direction: "settlement" as const,
  merchant_acceptor_id: "5665270011000168",
  merchant_category_code: "5734",
  merchant_city: "New York",
  merchant_country: "US",
  merchant_descriptor: "AMAZON.COM",
  merchant_postal_code: "10045",
  merchant_state: "NY",
  network_details: {
    category: "visa" as const,
    pulse: null,
    visa: {
      electronic_commerce_indicator: "secure_electronic_commerce" as const,
      point_of_service_entry_mode: "credential_on_file" as const,
      stand_in_processing_reason: null,
      terminal_entry_capability: "chip_or_contactless" as const,
    },
  },
  network_identifiers: {
    authorization_identification_response: "A1B2C3",
    retrieval_reference_number: "785867080153",
    trace_number: "487941",
    transaction_id: "627199945183184",
  },
  network_risk_score: 10,
  physical_card_id: "physical_card_lpdqmqdf8u3rnqg7qjvz",
  presentment_amount: -5_000,
  presentment_currency: "EUR",
  processing_category: "automatic_fuel_dispenser" as const,
  real_time_decision_id: null,
  scheme_fees: schemeFees,
  terminal_id: "RCN5VNXS",
  verification: {
    card_verification_code: { result: "match" as const },
    cardholder_address: {
      actual_line1: "33 Liberty Street",
      actual_postal_code: "94131",
      provided_line1: "33 Liberty Street",
      provided_postal_code: "94132",
      result: "postal_code_no_match_address_match" as const,
    },
    cardholder_name: {
      provided_first_name: "Ian",
      provided_last_name: "Crease",
      provided_middle_name: null,
    },
  },
};

const showsAuthorized = [
  "Merchant: AMAZON.COM",
  "City: New York",
  "Merchant category code: 5734",
  "Amount: −$54.30",
  "Amount at the merchant: −€50.00",
  "Surcharge: €3.00",
  "Fee: Visa authorization domestic point of sale",
  "Amount: $0.137465",
  "Fixed part: $0.05",
  "Processed as: Automatic fuel dispenser",
  "Network: Visa",
  "Entry: Credential on file",
  "Risk score of the network: 10",
  "Card code: Match",
  "Address: Postal code no match address match",
  "Postal code on file: 94131",
  "Last name given: Crease",
  "Authorization code: A1B2C3",
  "Network’s transaction: 627199945183184",
  "Card payment: card_payment_nd3k2kacrqjli8482ave",
  "Physical card: physical_card_lpdqmqdf8u3rnqg7qjvz",
];

const purchaseDetails = {
  car_rental: {
    car_class_code: "ECAR",
    checkout_date: "2026-11-01",
    daily_rental_rate_amount: 4_500,
    daily_rental_rate_currency: "CAD",
    days_rented: 3,
    extra_charges: "late_return" as const,
    fuel_charges_amount: null,
    fuel_charges_currency: null,
    insurance_charges_amount: 900,
    insurance_charges_currency: null,
    no_show_indicator: "not_applicable" as const,
    one_way_drop_off_charges_amount: null,
    one_way_drop_off_charges_currency: null,
    renter_name: "Ian Crease",
    weekly_rental_rate_amount: null,
    weekly_rental_rate_currency: null,
  },
  customer_reference_identifier: "51201",
  local_tax_amount: 430,
  local_tax_currency: "USD",
  lodging: {
    check_in_date: "2026-11-02",
    daily_room_rate_amount: 20_000,
    daily_room_rate_currency: "USD",
    extra_charges: "mini_bar" as const,
    folio_cash_advances_amount: null,
    folio_cash_advances_currency: null,
    food_beverage_charges_amount: null,
    food_beverage_charges_currency: null,
    no_show_indicator: null,
    prepaid_expenses_amount: null,
    prepaid_expenses_currency: null,
    room_nights: 2,
    total_room_tax_amount: 1_500,
    total_room_tax_currency: "USD",
    total_tax_amount: null,
    total_tax_currency: null,
  },
  national_tax_amount: null,
  national_tax_currency: null,
  purchase_identifier: "10203",
  purchase_identifier_format: "order_number" as const,
  travel: {
    ancillary: {
      connected_ticket_document_number: null,
      credit_reason_indicator: "no_credit" as const,
      passenger_name_or_description: "CREASE/IAN",
      services: [{ category: "baggage_fee" as const, sub_category: null }],
      ticket_document_number: "0011234567890",
    },
    computerized_reservation_system: null,
    credit_reason_indicator: null,
    departure_date: "2026-12-24",
    origination_city_airport_code: "JFK",
    passenger_name: "CREASE/IAN",
    restricted_ticket_indicator: "restricted_non_refundable_ticket" as const,
    ticket_change_indicator: "none" as const,
    ticket_number: "0167000000001",
    travel_agency_code: null,
    travel_agency_name: "Wanderlust",
    trip_legs: [
      {
        carrier_code: "UA",
        destination_city_airport_code: "SFO",
        fare_basis_code: null,
        flight_number: "101",
        service_class: "F",
        stop_over_code: "stop_over_allowed" as const,
      },
    ],
  },
};

const cleared = {
  amount: 5_430,
  card_payment_id: "card_payment_nd3k2kacrqjli8482ave",
  cashback: { amount: "0.25", currency: "USD" as const },
  currency: "USD" as const,
  interchange: { amount: "-0.137465", code: "271", currency: "USD" as const },
  merchant_acceptor_id: "5665270011000168",
  merchant_category_code: "5734",
  merchant_city: "New York",
  merchant_country: "US",
  merchant_name: "AMAZON.COM",
  merchant_postal_code: null,
  merchant_state: null,
  network_identifiers: {
    acquirer_business_id: "69650702",
    acquirer_reference_number: "83163715445437604865089",
    authorization_identification_response: null,
    transaction_id: "627199945183184",
  },
  presentment_amount: 5_000,
  presentment_currency: "EUR",
  purchase_details: purchaseDetails,
  scheme_fees: schemeFees,
  transaction_id: "transaction_uyrp7fld2ium70oa7oi",
};

const showsCleared = [
  "Merchant: AMAZON.COM",
  "Amount: $54.30",
  "Amount at the merchant: €50.00",
  "Cashback: $0.25",
  "Amount: −$0.137465",
  "Purchase reference: 10203",
  "Kind of reference: Order number",
  "Local tax: $4.30",
  "Picked up: 1 Nov 2026",
  "Rate per day: CA$45.00",
  "Insurance: 900 in the smallest unit of its currency",
  "Extra charges: Late return",
  "Nights: 2",
  "Room tax: $15.00",
  "Departure: 24 Dec 2026",
  "Flight: 101",
  "Stopover: Stop over allowed",
  "Service: Baggage fee",
  "Acquirer reference number: 83163715445437604865089",
];

export const examples = {
  card_authorization: {
    details: {
      ...authorized,
      id: "card_authorization_6iqxap6ivd0fo5eu3i8x",
      expires_at: "2026-11-27T12:00:00Z",
      healthcare: { merchant_ninety_percent_eligibility: "not_eligible" },
      pending_transaction_id: "pending_transaction_k1sfetcau2qbvjbzgju4",
      type: "card_authorization",
    },
    shows: [
      ...showsAuthorized,
      "Expires: 27 Nov 2026, 12:00:00 UTC",
      "Healthcare merchant (90 % rule): Not eligible",
      "Card authorization: card_authorization_6iqxap6ivd0fo5eu3i8x",
    ],
  },
  card_financial: {
    details: {
      ...authorized,
      id: "card_financial_1xiz5bdldc3wl4vhoqjp",
      transaction_id: "transaction_uyrp7fld2ium70oa7oi",
      type: "card_financial",
    },
    shows: [...showsAuthorized, "Transaction: transaction_uyrp7fld2ium70oa7oi"],
  },
  card_settlement: {
    details: {
      ...cleared,
      id: "card_settlement_khv5kfeu0vndj291omg6",
      card_authorization: "card_authorization_6iqxap6ivd0fo5eu3i8x",
      network: "pulse",
      pending_transaction_id: null,
      surcharge: { amount: 250, presentment_amount: 200 },
      type: "card_settlement",
    },
    shows: [
      ...showsCleared,
      "Network: Pulse",
      "Amount: $2.50",
      "Amount at the merchant: €2.00",
      "Card authorization: card_authorization_6iqxap6ivd0fo5eu3i8x",
    ],
  },
  card_refund: {
    details: { ...cleared, id: "card_refund_imgc2xwplh6t4r3gn16e", type: "card_refund" },
    shows: [...showsCleared, "Card refund: card_refund_imgc2xwplh6t4r3gn16e"],
  },
  card_dispute_acceptance: {
    details: { accepted_at: "2026-11-20T12:00:00Z", transaction_id: "transaction_uyrp7fld2ium70oa7oi" },
    shows: [
      "Accepted: 20 Nov 2026, 12:00:00 UTC",
      "Transaction that returned the funds: transaction_uyrp7fld2ium70oa7oi",
    ],
  },
  card_dispute_financial: {
    details: {
      amount: 1_000,
      network: "visa",
      transaction_id: "transaction_uyrp7fld2ium70oa7oi",
      visa: { event_type: "merchant_prearbitration_received" },
    },
    shows: ["Amount: $10.00", "Network: Visa", "Step of the dispute: Merchant prearbitration received"],
  },
  card_dispute_loss: {
    details: {
      explanation: "The merchant proved delivery.",
      lost_at: "2026-11-20T12:00:00Z",
      transaction_id: "transaction_uyrp7fld2ium70oa7oi",
    },
    shows: ["Explanation: The merchant proved delivery.", "Lost: 20 Nov 2026, 12:00:00 UTC"],
  },
  card_push_transfer_acceptance: {
    details: { settlement_amount: -10_000, transfer_id: "outbound_card_push_transfer_e0z9rdpamraczh4tvwye" },
    shows: [
      "Amount settled: −$100.00",
      "Card push transfer: outbound_card_push_transfer_e0z9rdpamraczh4tvwye",
    ],
  },
  card_push_transfer_instruction: {
    details: { amount: -10_000, transfer_id: "outbound_card_push_transfer_e0z9rdpamraczh4tvwye" },
    shows: ["Amount: −$100.00"],
  },
} satisfies Examples;

test.each(Object.entries(examples))(
  "%s says what a finance team looks for",
  (category, { details, shows }) => {
    const markup = toMarkup(category, details);
    expect(toLines(markup)).toEqual(expect.arrayContaining([...shows]));
    expect(toLabels(markup).filter((label) => /_|^Type$|currency/i.test(label))).toEqual([]);
    expect(markup).not.toContain("more</");
  },
);
