import type { Fields } from "./field";

/** Who was paid, and where. */
export const merchant: Fields = [
  ["merchant_name", "Merchant", "text"],
  ["merchant_descriptor", "Merchant", "text"],
  ["merchant_city", "City", "text"],
  ["merchant_state", "State", "text"],
  ["merchant_postal_code", "Postal code", "text"],
  ["merchant_country", "Country", "text"],
  ["merchant_category_code", "Merchant category code", "code"],
  ["merchant_acceptor_id", "Merchant acceptor ID", "code"],
  ["terminal_id", "Terminal", "code"],
];

export const amounts: Fields = [
  ["amount", "Amount"],
  ["presentment_amount", "Amount at the merchant"],
  [
    "surcharge",
    "Surcharge",
    undefined,
    [
      ["amount", "Amount"],
      ["presentment_amount", "Amount at the merchant"],
    ],
  ],
  ["cashback", "Cashback"],
  ["additional_amounts", "Included amounts"],
  [
    "interchange",
    "Interchange",
    undefined,
    [
      ["amount", "Amount", "decimal"],
      ["code", "Code", "code"],
    ],
  ],
  [
    "scheme_fees",
    "Card network fees",
    undefined,
    [
      ["fee_type", "Fee", "words"],
      ["amount", "Amount", "decimal"],
      ["fixed_component", "Fixed part", "decimal"],
      ["variable_rate", "Rate", "text"],
      ["created_at", "Charged"],
    ],
  ],
];

export const networkIdentifiers: Fields = [
  [
    "network_identifiers",
    "Network references",
    undefined,
    [
      ["retrieval_reference_number", "Retrieval reference number", "code"],
      ["acquirer_reference_number", "Acquirer reference number", "code"],
      ["trace_number", "Trace number", "code"],
      ["authorization_identification_response", "Authorization code", "code"],
      ["acquirer_business_id", "Acquirer business ID", "code"],
      ["transaction_id", "Network’s transaction", "code"],
    ],
  ],
];

/** How the card was presented, and what was checked. */
export const cardPresentment: Fields = [
  ["processing_category", "Processed as", "words"],
  ["direction", "Direction", "words"],
  ["actioner", "Decided by", "words"],
  [
    "network_details",
    "Card network",
    undefined,
    [
      ["category", "Network", "words"],
      [
        "visa",
        "Visa",
        "inline",
        [
          ["point_of_service_entry_mode", "Entry", "words"],
          ["electronic_commerce_indicator", "Commerce", "words"],
          ["terminal_entry_capability", "Terminal", "words"],
          ["stand_in_processing_reason", "Stand-in reason", "words"],
        ],
      ],
    ],
  ],
  ["network_risk_score", "Risk score of the network"],
  [
    "verification",
    "Verification",
    undefined,
    [
      ["card_verification_code", "Card code", "inline", [["result", "Card code", "words"]]],
      [
        "cardholder_address",
        "Address",
        "inline",
        [
          ["result", "Address", "words"],
          ["provided_line1", "Address given", "text"],
          ["provided_postal_code", "Postal code given", "text"],
          ["actual_line1", "Address on file", "text"],
          ["actual_postal_code", "Postal code on file", "text"],
        ],
      ],
      [
        "cardholder_name",
        "Name given",
        "inline",
        [
          ["provided_first_name", "First name given", "text"],
          ["provided_middle_name", "Middle name given", "text"],
          ["provided_last_name", "Last name given", "text"],
        ],
      ],
    ],
  ],
  [
    "healthcare",
    "Healthcare",
    "inline",
    [["merchant_ninety_percent_eligibility", "Healthcare merchant (90 % rule)", "words"]],
  ],
];
