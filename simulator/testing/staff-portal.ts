import * as oauth from "oauth4webapi";
import { z } from "zod";
import { staffClient } from "../platform";
import type { TestSimulator } from "./test-simulator";

const insecure = { [oauth.allowInsecureRequests]: true };
const Authorized = z.object({ redirect_to: z.url() });

export interface Attempt {
  url: string;
  verifier: string;
  state: string;
  nonce: string;
}

/** The portal as the staff's issuer sees it, by a library that is strict about OpenID Connect. */
export class StaffPortal {
  readonly #simulator: TestSimulator;
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client = { client_id: staffClient.id };

  constructor(simulator: TestSimulator, server: oauth.AuthorizationServer) {
    this.#simulator = simulator;
    this.server = server;
  }

  get redirectUri(): string {
    return this.#simulator.running.world.staff.redirectUri;
  }

  /** An authorization URL; what is undefined in `changes` is left out. */
  async begin(changes: Record<string, string | undefined> = {}): Promise<Attempt> {
    const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), "the state", "the nonce"];
    const parameters = {
      client_id: staffClient.id,
      response_type: "code",
      redirect_uri: this.redirectUri,
      scope: "openid email profile",
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      nonce,
      ...changes,
    };
    const url = new URL(this.server.authorization_endpoint ?? "");
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    return { url: url.href, verifier, state, nonce };
  }

  /** The callback URL, by the control API. */
  async authorize(attempt: Attempt, sub: string, secondsAgo?: number): Promise<URL> {
    const body = { authorize_url: attempt.url, sub, auth_time_seconds_ago: secondsAgo };
    const answer = await this.#simulator.control("POST", "/staff/authorize", body);
    if (!answer.ok) throw new Error(await answer.text());
    return new URL(Authorized.parse(await answer.json()).redirect_to);
  }

  /** Verifies everything there is to verify. */
  async redeem(
    attempt: Attempt,
    callback: URL,
    authentication = oauth.ClientSecretBasic(staffClient.secret),
  ) {
    const { server, client } = this;
    const parameters = oauth.validateAuthResponse(server, client, callback, attempt.state);
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication,
      parameters,
      this.redirectUri,
      attempt.verifier,
      insecure,
    );
    const checks = { expectedNonce: attempt.nonce, requireIdToken: true };
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, checks);
    await oauth.validateApplicationLevelSignature(server, answer, insecure);
    const claims = oauth.getValidatedIdTokenClaims(tokens);
    if (!claims) throw new Error("There is no id token.");
    return { claims, tokens };
  }

  async userinfo(accessToken: string, sub: string): Promise<oauth.UserInfoResponse> {
    const answer = await oauth.userInfoRequest(this.server, this.client, accessToken, insecure);
    return oauth.processUserInfoResponse(this.server, this.client, sub, answer);
  }

  /** A token request by hand, for what the library would not send. */
  async exchange(attempt: Attempt, callback: URL, changes: Record<string, string> = {}) {
    const body = new URLSearchParams({
      grant_type: "authorization_code",
      code: callback.searchParams.get("code") ?? "",
      redirect_uri: this.redirectUri,
      code_verifier: attempt.verifier,
      client_id: staffClient.id,
      client_secret: staffClient.secret,
      ...changes,
    });
    const answer = await fetch(this.server.token_endpoint ?? "", { method: "POST", body });
    const text = await answer.text();
    return { status: answer.status, text };
  }
}

export async function openStaffPortal(simulator: TestSimulator): Promise<StaffPortal> {
  const issuer = new URL(`${simulator.url}/staff`);
  const answer = await oauth.discoveryRequest(issuer, insecure);
  return new StaffPortal(simulator, await oauth.processDiscoveryResponse(issuer, answer));
}
