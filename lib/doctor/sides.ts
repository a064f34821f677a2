import "server-only";

/** What belongs to each of Increase's two environments. */
export const sides = {
  live: {
    key: "INCREASE_API_KEY",
    url: "INCREASE_API_URL",
    secret: "INCREASE_WEBHOOK_SECRET",
    Name: "Live",
    other: "sandbox",
  },
  sandbox: {
    key: "INCREASE_SANDBOX_API_KEY",
    url: "INCREASE_SANDBOX_API_URL",
    secret: "INCREASE_SANDBOX_WEBHOOK_SECRET",
    Name: "Sandbox",
    other: "live",
  },
} as const;

export const keyFirst = "Increase must accept the platform’s key first.";
