import "server-only";
import type { EnvName } from "../env";

type Advice = {
  /** What it is for: what does not work without it. */
  why: string;
  /** Where a right value comes from. */
  how: string;
};

const atDashboard = "It is in Increase’s Dashboard, under Developers";
const defaultIs = (value: string) => `Leave it out to use Increase’s own, ${value}.`;
const secretOf = (environment: string) =>
  `It is the shared secret of the ${environment} event subscription, at most two of them, comma separated. If it is lost, make a new one with \`openssl rand -base64 48\`, set it, and run \`npm run doctor -- --fix\`.`;

/** Of each variable. */
export const adviceOn: Record<EnvName, Advice> = {
  AUTH_SECRET: {
    why: "It signs and encrypts what the portal gives a browser: whoever knows it can forge a sign-in.",
    how: "Make one with `openssl rand -base64 48`. While it is being rotated: new,old.",
  },
  AUTH_URL: {
    why: "The addresses that Increase and the staff’s issuer send people and events to are made from it.",
    how: "It is the portal’s own origin, without a path, such as https://portal.example.com.",
  },
  DATABASE_URL: {
    why: "Everything that the portal keeps is there.",
    how: "It is a postgres:// URL with user, password, host and database, as Neon’s console or your own server gives it.",
  },
  TOKEN_KEYS: {
    why: "They seal the customers’ tokens: without the right ones no customer’s data can be read.",
    how: "Make one with `printf 'k1:%s\\n' \"$(openssl rand -base64 32)\"`; the first of several seals, all open.",
  },
  INCREASE_API_KEY: {
    why: "Without the platform’s live key nobody can sign in, and nothing is reconciled.",
    how: `${atDashboard}, API keys: the platform’s own, for production.`,
  },
  INCREASE_SANDBOX_API_KEY: {
    why: "Without the platform’s sandbox key no sandbox token can be minted.",
    how: `${atDashboard}, API keys, after switching to the sandbox.`,
  },
  INCREASE_CLIENT_ID: {
    why: "It names the OAuth application that customers connect to.",
    how: `${atDashboard}, OAuth applications; it begins with client_id_.`,
  },
  INCREASE_CLIENT_SECRET: {
    why: "Without it no authorization code can be exchanged: every sign-in fails.",
    how: `${atDashboard}, OAuth applications, beside the client id.`,
  },
  INCREASE_SCOPE: {
    why: "It is what customers are asked to grant.",
    how: "Use read_only, which is also what it is when left out: the portal only ever reads.",
  },
  INCREASE_WEBHOOK_SECRET: {
    why: "Without it no live event can be told from a forged one: all are refused.",
    how: secretOf("live"),
  },
  INCREASE_SANDBOX_WEBHOOK_SECRET: {
    why: "Without one of its own no sandbox event can be told from a forged one, nor from a live one.",
    how: secretOf("sandbox"),
  },
  INCREASE_LEGACY_SIGNATURE: {
    why: "It says whether Increase’s older signature is taken too.",
    how: "Leave it out, unless your deliveries carry no webhook-signature.",
  },
  INCREASE_API_URL: {
    why: "Every live call goes there, with the platform’s key or a customer’s token.",
    how: defaultIs("https://api.increase.com"),
  },
  INCREASE_SANDBOX_API_URL: {
    why: "Every sandbox call goes there.",
    how: defaultIs("https://sandbox.increase.com"),
  },
  INCREASE_AUTHORIZE_URL: {
    why: "Customers are sent there to sign in.",
    how: defaultIs("https://increase.com/oauth/authorization"),
  },
  INCREASE_DASHBOARD_URL: {
    why: "Customers are sent there to revoke a grant.",
    how: defaultIs("https://dashboard.increase.com"),
  },
  STAFF_OIDC_ISSUER: {
    why: "Without it no one of the staff can sign in.",
    how: "It is your identity provider’s issuer, the URL in front of /.well-known/openid-configuration.",
  },
  STAFF_OIDC_CLIENT_ID: {
    why: "Without it no one of the staff can sign in.",
    how: "Your identity provider gives it to the client that you register there for the portal.",
  },
  STAFF_OIDC_CLIENT_SECRET: {
    why: "Without it no one of the staff can sign in.",
    how: "Your identity provider gives it to the client that you register there for the portal.",
  },
  STAFF_OIDC_TRUST_EMAIL: {
    why: "It says whether an unverified address counts as verified.",
    how: "Leave it out, unless nobody can give themselves an address at the issuer.",
  },
  STAFF_OIDC_TRUST_FRESHNESS: {
    why: "It says whether each sign-in counts as one proven at that moment.",
    how: "Leave it out, unless your issuer sends no auth_time, as Google does not.",
  },
  STAFF_OWNERS: {
    why: "The first owner comes in by it.",
    how: "List e-mail addresses, comma separated.",
  },
  CRON_SECRET: {
    why: "Without it both crons answer 401: events wait, and nothing is reconciled.",
    how: "Make one with `openssl rand -hex 32`. Vercel’s crons send it by themselves; `npm run cron` does elsewhere.",
  },
  ALERT_WEBHOOK_URL: {
    why: "Without it nobody is told that a customer has left, or that a sealed token does not open.",
    how: "It is the https address of a receiver of yours, with ALERT_WEBHOOK_SECRET beside it.",
  },
  ALERT_WEBHOOK_SECRET: {
    why: "Alerts are signed with it: without it none is sent.",
    how: "Make one with `openssl rand -base64 48`, and give it to the receiver at ALERT_WEBHOOK_URL.",
  },
  EVENT_RETENTION_DAYS: {
    why: "Increase’s own list reaches back 30 days: what is kept for less could come again as if it were new.",
    how: "Use a number of days of at least 35, or leave it out for 90.",
  },
  TRUSTED_PROXY: {
    why: "It says which header names the client; a wrong one lets anybody choose the address that is noted.",
    how: "Use x-real-ip on Vercel, x-forwarded-for behind one proxy of your own, and leave it out where none is in front.",
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    why: "Traces and metrics go there, and would be lost without a word.",
    how: "It is your collector’s address, such as https://collector.example with no / at its end, or left out to export nothing.",
  },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: {
    why: "Traces go there, and would be lost without a word.",
    how: "It is the whole address, such as https://collector.example/v1/traces. Leave it out where OTEL_EXPORTER_OTLP_ENDPOINT says it.",
  },
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: {
    why: "Metrics go there, and would be lost without a word.",
    how: "It is the whole address, such as https://collector.example/v1/metrics. Leave it out where OTEL_EXPORTER_OTLP_ENDPOINT says it.",
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    why: "The collector knows the portal by them, and refuses traces and metrics without them.",
    how: "Use name=value, comma separated, as the collector’s own pages give it, with % signs, commas and semicolons in a value percent-encoded.",
  },
  OTEL_METRIC_EXPORT_INTERVAL: {
    why: "It says how often metrics are sent.",
    how: "Use a number of milliseconds, or leave it out for 60000.",
  },
  OTEL_SDK_DISABLED: {
    why: "It says whether traces and metrics are switched off.",
    how: "Leave it out, unless nothing is to be exported: then true.",
  },
  VERCEL_ENV: {
    why: "Vercel says by it which kind of deployment this is.",
    how: "Vercel sets it to production, preview or development; leave it out elsewhere.",
  },
  NEON_WS_PROXY: {
    why: "It leads the database’s traffic through a proxy, and is for tests alone.",
    how: "Leave it out.",
  },
};
