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
