import { generateKeyPair } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import type { JWK, Provider } from "oidc-provider";
import { staffClient } from "../platform";
import { configurationOf } from "./configuration";
import { loadLibrary } from "./library";
import { mount } from "./mount";
import type { Answer } from "./mount";
import { People } from "./people";
import { Store } from "./store";

export const staffPath = "/staff";

/** The identity provider of the platform's staff. All it knows but its people's names is in memory. */
export class StaffIssuer {
  readonly people = new People();
  readonly #store = new Store();
  readonly #redirectUrl: () => string;
  #url: string | null = null;
  #opening: Promise<{ provider: Provider; answer: Answer }> | undefined;

  /** `redirectUrl` is the application's own at Increase; the staff's client is on the same origin. */
  constructor(redirectUrl: () => string) {
    this.#redirectUrl = redirectUrl;
  }

  /** Its issuer identifier. @throws Error before the simulator listens */
  get url(): string {
    if (this.#url === null) throw new Error("The simulator does not listen yet.");
    return this.#url;
  }

  listensAt(simulatorUrl: string): void {
    this.#url = simulatorUrl + staffPath;
  }

  get redirectUri(): string {
    return new URL(staffClient.callbackPath, this.#redirectUrl()).href;
  }

  async answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<Response | null> {
    const { answer } = await this.#open();
    return answer(incoming, outgoing);
  }

  async provider(): Promise<Provider> {
    return (await this.#open()).provider;
  }

  reset(): void {
    this.people.clear();
    this.#store.clear();
  }

  #open() {
    this.#opening ??= this.#start();
    return this.#opening;
  }

  async #start() {
    const [library, signingKey] = await Promise.all([loadLibrary(), generateSigningKey()]);
    const { people } = this;
    const configuration = configurationOf({
      library,
      path: staffPath,
      signingKey,
      people,
      store: this.#store,
      redirectUri: () => this.redirectUri,
    });
    const provider = new library.Provider(this.url, configuration);
    provider.on("server_error", (_context, error) => {
      process.stderr.write(`${error.stack ?? error.message}\n`);
    });
    return { provider, answer: mount(provider) };
  }
}

/** A key of its own at each start: whoever caches the issuer's keys has to notice. */
async function generateSigningKey(): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), alg: "RS256", use: "sig" };
}
