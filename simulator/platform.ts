/** The platform's published constants: the same values as `.env.demo`, good for nothing but this simulator. */
export const platform = {
  groupName: "Ledgerline",
  liveKey: "secret_key_demo-only-platform-live",
  sandboxKey: "sandbox_key_demo-only-platform-sandbox",
  clientSecret: "client_secret_demo-only-portal",
  /** What the platform's own alert channel, `POST /alerts`, verifies with. */
  alertSecret: "demo-only-alert-secret-7c1e5d0b9a4f2836",
  application: {
    id: "application_ledgerlineportal0000",
    clientId: "client_id_demoportal0000000000",
    name: "Ledgerline Portal",
  },
  deletedApplication: {
    id: "application_ledgerlinepilot00000",
    clientId: "client_id_demopilot00000000000",
    name: "Ledgerline Pilot",
  },
  defaultRedirectUrl: "http://localhost:3000/api/auth/callback/increase",
} as const;

/** The platform's client at the identity provider of its staff, which is another company again. */
export const staffClient = {
  id: "staff_client_demoportal",
  name: "Ledgerline Portal, staff",
  secret: "demo-only-staff-client-secret-6d0e3b9f1a72",
  /** On the origin of the application's redirect URL. */
  callbackPath: "/api/staff/auth/callback/staff",
} as const;

/** Who can always sign in there. What they may do at the platform is the platform's affair. */
export const staffPeople = {
  viewer: {
    sub: "staff_sub_vera",
    name: "Vera Novak",
    email: "vera@ledgerline.example",
    what: "on the staff, meant as a viewer",
  },
  operator: {
    sub: "staff_sub_oskar",
    name: "Oskar Lindqvist",
    email: "oskar@ledgerline.example",
    what: "on the staff, meant as an operator",
  },
  owner: {
    sub: "staff_sub_olivia",
    name: "Olivia Brandt",
    email: "olivia@ledgerline.example",
    what: "on the staff, an owner",
  },
  outsider: {
    sub: "staff_sub_otto",
    name: "Otto Fremd",
    email: "otto@elsewhere.example",
    what: "no member of the staff",
  },
} as const;
