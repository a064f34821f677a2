import "server-only";
import { isLoopback, type Env } from "../../env";
import type { Check } from "../check";
import type { Doctor } from "../doctor";
import { checked, type Finding } from "../finding";

type Readable = Partial<Env>;
type Rule = (env: Readable, doctor: Pick<Doctor, "isOnVercel" | "problems">) => Finding[];

const hostOf = (url: string) => new URL(url).hostname;
const isOfIncrease = (url: string) => /(^|\.)increase\.com\.?$/.test(hostOf(url));
const warn = (code: string, words: Pick<Finding, "what" | "why" | "fix">): Finding => ({
  code,
  severity: "warning",
  ...words,
});

const increaseUrls = [
  "INCREASE_API_URL",
  "INCREASE_SANDBOX_API_URL",
  "INCREASE_AUTHORIZE_URL",
  "INCREASE_DASHBOARD_URL",
] as const;

const mixedHosts: Rule = (env) => {
  const given = increaseUrls.filter((name) => env[name] !== undefined);
  const elsewhere = given.filter((name) => !isOfIncrease(env[name] ?? ""));
  if (elsewhere.length === 0 || elsewhere.length === given.length) return [];
  const names = elsewhere.join(" and ");
  return [
    {
      code: "increase_hosts_mixed",
      severity: "error",
      what: `${names} ${elsewhere.length === 1 ? "is" : "are"} not at increase.com, and the other addresses of Increase are.`,
      why: "A person would approve at one Increase, and the code would be shown to another: no sign-in can succeed.",
      fix: `Leave ${names} out for the real Increase, or point all four INCREASE_*_URL at the simulator.`,
    },
  ];
};

const unreachableOrigin: Rule = ({ AUTH_URL, INCREASE_API_URL }) => {
  if (AUTH_URL === undefined || INCREASE_API_URL === undefined) return [];
  if (!isLoopback(AUTH_URL) || !isOfIncrease(INCREASE_API_URL)) return [];
  return [
    {
      code: "auth_url_loopback",
      severity: "error",
      what: "AUTH_URL is an address of this machine, and the Increase is the real one.",
      why: "Increase can deliver no event there, and no customer can be sent back to it.",
      fix: "Set AUTH_URL to the origin at which the portal is reached from outside, such as https://portal.example.com.",
    },
  ];
};

const neonProxy: Rule = ({ NEON_WS_PROXY, AUTH_URL }) => {
  if (NEON_WS_PROXY === undefined || AUTH_URL === undefined || isLoopback(AUTH_URL)) return [];
  return [
    {
      code: "neon_proxy_set",
      severity: "error",
      what: "NEON_WS_PROXY is set, and the portal is not on this machine alone.",
      why: "It is for tests: the database’s traffic, the password with it, goes unencrypted through that proxy.",
      fix: "Remove NEON_WS_PROXY.",
    },
  ];
};

const googleFreshness: Rule = ({ STAFF_OIDC_ISSUER, STAFF_OIDC_TRUST_FRESHNESS }) => {
  const isGoogle = STAFF_OIDC_ISSUER !== undefined && hostOf(STAFF_OIDC_ISSUER) === "accounts.google.com";
  if (!isGoogle || STAFF_OIDC_TRUST_FRESHNESS) return [];
  return [
    warn("freshness_never_proven", {
      what: "STAFF_OIDC_ISSUER is Google, which sends no auth_time, and STAFF_OIDC_TRUST_FRESHNESS is not true.",
      why: "No sign-in ever counts as fresh: nobody of the staff can disconnect, or manage others.",
      fix: "Set STAFF_OIDC_TRUST_FRESHNESS to true.",
    }),
  ];
};

const wideScope: Rule = ({ INCREASE_SCOPE }) =>
  INCREASE_SCOPE === "read_write"
    ? [
        warn("scope_wider_than_needed", {
          what: "INCREASE_SCOPE is read_write: customers are asked to let the platform move their money.",
          why: "The portal only ever reads, and a token that leaks could do more than it needs to.",
          fix: "Set INCREASE_SCOPE to read_only, or leave it out, unless another program uses the same grants.",
        }),
      ]
    : [];

const legacySignature: Rule = ({ INCREASE_LEGACY_SIGNATURE }) =>
  INCREASE_LEGACY_SIGNATURE
    ? [
        warn("legacy_signature_accepted", {
          what: "INCREASE_LEGACY_SIGNATURE is true: deliveries with Increase’s older signature are taken.",
          why: "That scheme signs no id: one door more, for a signature that Increase has replaced.",
          fix: "Remove INCREASE_LEGACY_SIGNATURE, unless the deliveries in your log carry no webhook-signature.",
        }),
      ]
    : [];

const unknownClients: Rule = ({ TRUSTED_PROXY, AUTH_URL }, { isOnVercel, problems }) => {
  const isForOthers = isOnVercel || (AUTH_URL !== undefined && !isLoopback(AUTH_URL));
  const isFaulty = problems.some(({ variable }) => variable === "TRUSTED_PROXY");
  if (!isForOthers || TRUSTED_PROXY !== undefined || isFaulty) return [];
  return [
    warn("client_address_unknown", {
      what: "TRUSTED_PROXY is not set, and the portal is there for others than this machine.",
      why: "No header is believed, so nobody’s address is known: all visitors share one limit of sign-ins, which one of them can use up for all, and the audit log has no address.",
      fix: isOnVercel
        ? "Set TRUSTED_PROXY to x-real-ip."
        : "Set TRUSTED_PROXY to the header that your proxy overwrites with the client’s address, such as x-real-ip; docs/deploy.md shows the proxy’s side.",
    }),
  ];
};

const rules = [
  mixedHosts,
  unreachableOrigin,
  neonProxy,
  googleFreshness,
  wideScope,
  legacySignature,
  unknownClients,
];

/** Values that each are allowed, and do not go together, or do more than is wanted. */
export const variableUse: Check = {
  id: "variable_use",
  title: "What the variables say together",
  whenWell: "The variables describe one Increase, one portal, and no more rights than are needed.",
  run: (doctor) => checked(rules.flatMap((rule) => rule(doctor.env, doctor))),
};
