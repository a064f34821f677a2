export const merchants = [
  { name: "BLUE BOTTLE COFFEE", category: "5814", city: "Oakland", state: "CA", postalCode: "94607" },
  { name: "HOME DEPOT 4821", category: "5200", city: "Tacoma", state: "WA", postalCode: "98409" },
  { name: "UNITED AIRLINES", category: "3000", city: "Chicago", state: "IL", postalCode: "60606" },
  { name: "SHELL OIL 57442", category: "5541", city: "Boise", state: "ID", postalCode: "83702" },
  { name: "STAPLES 0198", category: "5943", city: "Madison", state: "WI", postalCode: "53703" },
  { name: "FIGMA MONTHLY", category: "5734", city: "San Francisco", state: "CA", postalCode: "94103" },
  { name: "PG&E WEBRECURRING", category: "4900", city: "Oakland", state: "CA", postalCode: "94612" },
  { name: "TRADER JOE'S #112", category: "5411", city: "Portland", state: "OR", postalCode: "97209" },
  { name: "AMTRAK.COM", category: "4112", city: "Washington", state: "DC", postalCode: "20001" },
  { name: "CAFÉ OLÉ", category: "5812", city: "Santa Fe", state: "NM", postalCode: "87501" },
] as const;

export const companies = [
  "GREENLEAF SUPPLY CO",
  "HOLLOW PINE LUMBER",
  "CITY OF MADISON",
  "STRIPE TRANSFER",
  "ATLAS INSURANCE GRP",
  "NORTHERN GRID UTIL",
  "IRS USATAXPYMT",
  "OAKRIDGE PROPERTIES",
  "SQUARE INC",
  "REDWOOD LOGISTICS",
] as const;

export const people = [
  "Amara Okafor",
  "Ian Crease",
  "María José Núñez",
  "Wei Zhang",
  "Priya Raman",
  "Tomasz Wiśniewski",
  "Grace O'Malley",
  "Samuel Adeyemi",
  "Hannah Lindqvist",
  "Yuki Tanaka",
] as const;

export const banks = [
  { routingNumber: "101050001", name: "First Internet Bank of Indiana" },
  { routingNumber: "021000021", name: "JPMorgan Chase Bank" },
  { routingNumber: "121000358", name: "Bank of America" },
  { routingNumber: "322271627", name: "Chase California" },
  { routingNumber: "091000019", name: "Wells Fargo Bank" },
] as const;

/** Names for accounts of groups that are made with a number of accounts only. */
export const accountNames = [
  "Operating",
  "Payroll",
  "Reserve",
  "Taxes",
  "Vendor Payments",
  "Client Deposits",
  "Equipment",
  "Marketing",
  "Travel",
  "Savings",
] as const;

export const trustClients = [
  "Alder Court",
  "Birch Lane",
  "Cedar Heights",
  "Dogwood Terrace",
  "Elm Street",
  "Fir Ridge",
  "Ginkgo Place",
  "Hawthorn Row",
  "Ivy Square",
  "Juniper Way",
] as const;

export const adjectives = [
  "Amber",
  "Bright",
  "Copper",
  "Distant",
  "Early",
  "Foggy",
  "Golden",
  "Hidden",
] as const;
export const nouns = [
  "Anchor",
  "Bakery",
  "Cooperative",
  "Dairy",
  "Foundry",
  "Garden",
  "Harbor",
  "Workshop",
] as const;
