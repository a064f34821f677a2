import type { Fields } from "./field";

const carRental: Fields = [
  ["renter_name", "Renter", "text"],
  ["checkout_date", "Picked up"],
  ["days_rented", "Days"],
  ["daily_rental_rate_amount", "Rate per day"],
  ["weekly_rental_rate_amount", "Rate per week"],
  ["fuel_charges_amount", "Fuel"],
  ["insurance_charges_amount", "Insurance"],
  ["one_way_drop_off_charges_amount", "Drop-off elsewhere"],
  ["extra_charges", "Extra charges", "words"],
  ["no_show_indicator", "No-show", "words"],
  ["car_class_code", "Car class", "code"],
];

const lodging: Fields = [
  ["check_in_date", "Check-in"],
  ["room_nights", "Nights"],
  ["daily_room_rate_amount", "Rate per night"],
  ["total_room_tax_amount", "Room tax"],
  ["total_tax_amount", "Tax"],
  ["food_beverage_charges_amount", "Food and beverages"],
  ["prepaid_expenses_amount", "Prepaid"],
  ["folio_cash_advances_amount", "Cash advances"],
  ["extra_charges", "Extra charges", "words"],
  ["no_show_indicator", "No-show", "words"],
];

const tripLeg: Fields = [
  ["carrier_code", "Carrier", "code"],
  ["flight_number", "Flight", "code"],
  ["destination_city_airport_code", "To", "code"],
  ["service_class", "Class", "code"],
  ["fare_basis_code", "Fare basis", "code"],
  ["stop_over_code", "Stopover", "words"],
];

const ancillary: Fields = [
  ["passenger_name_or_description", "Passenger or description", "text"],
  [
    "services",
    "Services",
    undefined,
    [
      ["category", "Service", "words"],
      ["sub_category", "Kind", "text"],
    ],
  ],
  ["ticket_document_number", "Document number", "code"],
  ["connected_ticket_document_number", "Connected document number", "code"],
  ["credit_reason_indicator", "Credit reason", "words"],
];

const travel: Fields = [
  ["passenger_name", "Passenger", "text"],
  ["departure_date", "Departure"],
  ["origination_city_airport_code", "From", "code"],
  ["trip_legs", "Legs", undefined, tripLeg],
  ["ticket_number", "Ticket number", "code"],
  ["travel_agency_name", "Travel agency", "text"],
  ["travel_agency_code", "Travel agency code", "code"],
  ["computerized_reservation_system", "Reservation system", "text"],
  ["restricted_ticket_indicator", "Restrictions", "words"],
  ["ticket_change_indicator", "Change", "words"],
  ["credit_reason_indicator", "Credit reason", "words"],
  ["ancillary", "Extras", undefined, ancillary],
];

/** What the merchant told of the purchase: an order, a rental, a stay, a journey. */
export const purchaseDetails: Fields = [
  ["purchase_identifier", "Purchase reference", "code"],
  ["purchase_identifier_format", "Kind of reference", "words"],
  ["customer_reference_identifier", "Customer reference", "code"],
  ["local_tax_amount", "Local tax"],
  ["national_tax_amount", "National tax"],
  ["car_rental", "Car rental", undefined, carRental],
  ["lodging", "Lodging", undefined, lodging],
  ["travel", "Travel", undefined, travel],
];
