import "server-only";
import { z } from "zod";
import { boundedFetch } from "../../bounded-fetch";
import type { Check } from "../check";
import type { Doctor } from "../doctor";
import { checked, lacking, type Finding } from "../finding";
import { adviceOn } from "../variable-advice";

const bounds = { timeoutMs: 5_000, mostBytes: 200_000 };
const { why, how } = adviceOn.STAFF_OIDC_ISSUER;

/** https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata */
const Metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string().optional(),
  token_endpoint: z.string().optional(),
  jwks_uri: z.string().optional(),
  userinfo_endpoint: z.string().optional(),
  response_types_supported: z.array(z.string()).optional(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
});
type Metadata = z.output<typeof Metadata>;
const endpoints = ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"] as const;

const fault = (code: string, what: string, fix: string): Finding => ({
  code,
  severity: "error",
  what,
  why,
  fix,
});

const unreachable = fault(
  "issuer_unreachable",
  "STAFF_OIDC_ISSUER gives no discovery document at /.well-known/openid-configuration.",
  `See that this host may reach it; if so, correct STAFF_OIDC_ISSUER. ${how}`,
);

function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || /^(localhost|\[::1\]|127(\.\d+){3})$/.test(hostname);
}

function findFaults(metadata: Metadata, issuer: string): Finding[] {
  // Attack: one issuer's document in the place of another's. Auth.js holds the two to each other, to the letter.
  if (metadata.issuer !== issuer) {
    return [
      fault(
        "issuer_mismatch",
        "The document at STAFF_OIDC_ISSUER names another issuer.",
        "Set STAFF_OIDC_ISSUER to exactly what its own document says under issuer, a slash at its end included. A shared address of many tenants must be that of yours.",
      ),
    ];
  }
  const absent = endpoints.filter((name) => metadata[name] === undefined && name !== "userinfo_endpoint");
  const unsafe = endpoints.filter((name) => metadata[name] !== undefined && !isSafe(metadata[name]));
  const hasCode = metadata.response_types_supported?.includes("code") ?? true;
  const hasPkce = metadata.code_challenge_methods_supported?.includes("S256") ?? true;
  return [
    ...(absent.length === 0 && hasCode
      ? []
      : [
          fault(
            "issuer_incomplete",
            `The issuer at STAFF_OIDC_ISSUER offers no ${absent.length > 0 ? absent.join(", ") : "authorization code"}.`,
            "Set STAFF_OIDC_ISSUER to an OpenID Connect issuer with the authorization code flow.",
          ),
        ]),
    ...(unsafe.length === 0
      ? []
      : [
          fault(
            "issuer_not_https",
            `The issuer at STAFF_OIDC_ISSUER has its ${unsafe.join(", ")} not at https.`,
            "Have the issuer serve its endpoints at https, or set STAFF_OIDC_ISSUER to one that does: staff’s codes and tokens travel there.",
          ),
        ]),
    ...(hasPkce
      ? []
      : [
          fault(
            "issuer_without_pkce",
            "The issuer at STAFF_OIDC_ISSUER does not take PKCE with S256, which the portal always uses.",
            "Enable PKCE (S256) at the issuer, or set STAFF_OIDC_ISSUER to one that takes it.",
          ),
        ]),
  ];
}

async function readMetadata(issuer: string): Promise<unknown> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  // A redirect would have another site speak for the issuer.
  const response = await boundedFetch(bounds, address, { redirect: "error" });
  if (!response.ok) throw new Error(`The issuer answered ${response.status}`);
  return response.json();
}

async function run({ env: { STAFF_OIDC_ISSUER: issuer }, log }: Doctor) {
  if (issuer === undefined) return lacking("STAFF_OIDC_ISSUER");
  try {
    return checked(findFaults(Metadata.parse(await readMetadata(issuer)), issuer));
  } catch (error) {
    log.warn({ err: error }, "the staff's issuer could not be asked");
    return checked([unreachable]);
  }
}

export const staffIssuer: Check = {
  id: "staff_issuer",
  title: "Staff’s issuer",
  whenWell:
    "The issuer answers, is who it says, and offers what the portal uses. Its client’s secret only a sign-in checks.",
  run,
};
