import type { Adapter, ClientMetadata, Configuration, FindAccount, JWK } from "oidc-provider";
import { staffClient } from "../platform";
import type { Library } from "./library";
import { showError, showSignedOut, showSignOut } from "./pages";
import type { People, Person } from "./people";
import type { Store } from "./store";

const hourSeconds = 3_600;

interface Parts {
  library: Library;
  /** Where the issuer is mounted, and its cookies live. */
  path: string;
  signingKey: JWK;
  people: People;
  store: Store;
  redirectUri: () => string;
}

/** The code flow with PKCE; of what oidc-provider offers besides, nothing. */
const offered: Configuration = {
  scopes: ["openid", "email", "profile"],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  conformIdTokenClaims: false,
  responseTypes: ["code"],
  clientAuthMethods: ["client_secret_basic", "client_secret_post"],
  enabledJWA: { idTokenSigningAlgValues: ["RS256"] },
  pkce: { required: () => true },
  allowOmittingSingleRegisteredRedirectUri: false,
  clientBasedCORS: () => false,
  renderError: showError,
  features: {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    resourceIndicators: { enabled: false },
    rpInitiatedLogout: { enabled: true, logoutSource: showSignOut, postLogoutSuccessSource: showSignedOut },
  },
  ttl: {
    AuthorizationCode: 60,
    AccessToken: hourSeconds,
    IdToken: hourSeconds,
    Interaction: hourSeconds,
    Grant: 8 * hourSeconds,
    Session: 8 * hourSeconds,
  },
};

export function configurationOf(parts: Parts): Configuration {
  const { library, path, signingKey, people, store, redirectUri } = parts;
  return {
    ...offered,
    adapter: (kind) => (kind === "Client" ? clientAdapter(store, redirectUri) : store.adapterFor(kind)),
    jwks: { keys: [signingKey] },
    findAccount: findAccountAmong(people),
    loadExistingGrant: grantEverything,
    cookies: cookiesAt(path),
    interactions: {
      policy: policyOf(library),
      url: (_context, { uid }) => `${path}/interaction/${uid}`,
    },
  };
}

/** Cookies ignore ports: without a prefix and a path they would meet those of the portal. */
function cookiesAt(path: string): Configuration["cookies"] {
  const options = { httpOnly: true, sameSite: "lax" } as const;
  return {
    names: {
      session: "simulated_issuer.session",
      interaction: "simulated_issuer.interaction",
      resume: "simulated_issuer.resume",
    },
    long: { ...options, path },
    short: options,
  };
}

/** Looked up at each request: the application's redirect URL, and with it the portal's origin, can change. */
function clientAdapter(store: Store, redirectUri: () => string): Adapter {
  const find = async (id: string): Promise<ClientMetadata | undefined> =>
    id === staffClient.id
      ? {
          client_id: staffClient.id,
          client_secret: staffClient.secret,
          client_name: staffClient.name,
          redirect_uris: [redirectUri()],
          grant_types: ["authorization_code"],
          response_types: ["code"],
          require_auth_time: true,
        }
      : undefined;
  return { ...store.adapterFor("Client"), find };
}

function findAccountAmong(people: People): FindAccount {
  return (_context, sub) => {
    const person = people.find(sub);
    return person ? { accountId: sub, claims: () => claimsOf(person) } : undefined;
  };
}

function claimsOf({ sub, name, email, emailVerified }: Person) {
  const verified = emailVerified === "absent" ? {} : { email_verified: emailVerified };
  return { sub, name, email, ...verified };
}

/** Nobody is asked for consent: the platform's own issuer trusts the platform's own portal. */
const grantEverything: Configuration["loadExistingGrant"] = async ({ oidc }) => {
  const grant = new oidc.provider.Grant({
    clientId: staffClient.id,
    accountId: oidc.account?.accountId,
  });
  grant.addOIDCScope("openid email profile");
  await grant.save();
  return grant;
};

function policyOf({ interactionPolicy }: Library) {
  const policy = interactionPolicy.base();
  policy.remove("consent");
  return policy;
}
