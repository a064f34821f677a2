import Increase from "increase";
import { onTestFinished } from "vitest";
import { z } from "zod";
import type { Environment } from "../environment";
import { startSimulator } from "../index";
import type { RunningSimulator, StartOptions } from "../index";
import { platform } from "../platform";
import type { Scope } from "../state/records";
import type { SwitchName } from "../switches";

const CreatedGroup = z.object({ group_id: z.string(), name: z.string(), account_ids: z.array(z.string()) });
const Authorized = z.object({ code: z.string(), redirect_to: z.url() });

/** A simulator of the test's own, driven as the portal drives Increase: by the SDK, over HTTP. */
export class TestSimulator {
  readonly running: RunningSimulator;

  constructor(running: RunningSimulator) {
    this.running = running;
  }

  get url(): string {
    return this.running.url;
  }

  client(environment: Environment, apiKey: string): Increase {
    return new Increase({ apiKey, baseURL: `${this.url}/${environment}`, maxRetries: 0, logLevel: "off" });
  }

  platform(environment: Environment = "live"): Increase {
    return this.client(environment, environment === "live" ? platform.liveKey : platform.sandboxKey);
  }

  control(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.url}/_sim${path}`, {
      method,
      body: body === undefined ? null : JSON.stringify(body),
    });
  }

  async createGroup(input: { accounts?: number; transactions_per_account?: number } = {}) {
    return CreatedGroup.parse(await (await this.control("POST", "/groups", input)).json());
  }

  async approve(groupId: string, scope: Scope = "read_only"): Promise<string> {
    const request = { client_id: platform.application.clientId, state: "state", scope, group_id: groupId };
    return Authorized.parse(await (await this.control("POST", "/authorize", request)).json()).code;
  }

  exchange(code: string, environment: Environment = "live"): Promise<Increase.OAuthToken> {
    return this.platform(environment).oauthTokens.create({
      grant_type: "authorization_code",
      client_id: platform.application.clientId,
      client_secret: platform.clientSecret,
      code,
    });
  }

  mintSandboxToken(productionToken: string): Promise<Increase.OAuthToken> {
    return this.platform("sandbox").oauthTokens.create({
      grant_type: "production_token",
      production_token: productionToken,
    });
  }

  /** A customer's token and a client that uses it. */
  async connect(groupId: string, scope: Scope = "read_only") {
    const { access_token: token } = await this.exchange(await this.approve(groupId, scope));
    return { token, client: this.client("live", token) };
  }

  /** Connects a fresh group, and says which connection that made. */
  async connectNew(scope: Scope = "read_only") {
    const group = await this.createGroup();
    const connected = await this.connect(group.group_id, scope);
    return { group, ...connected, connectionId: this.newestConnection(group.group_id) };
  }

  newestConnection(groupId: string): string {
    const id = this.running.world.state.connections.findLast((known) => known.groupId === groupId)?.id;
    if (id === undefined) throw new Error(`${groupId} has no connection.`);
    return id;
  }

  async deactivate(connectionId: string): Promise<void> {
    await this.control("POST", `/connections/${connectionId}/deactivate`);
  }

  async setSwitch(name: SwitchName, value: string): Promise<void> {
    const answer = await this.control("PATCH", "/switches", { [name]: value });
    if (!answer.ok) throw new Error(await answer.text());
  }

  seededGroup(name: string): string {
    for (const group of this.running.world.groups.values()) if (group.name === name) return group.id;
    throw new Error(`There is no group ${name}.`);
  }
}

/** Starts one that ends with the test. */
export async function openSimulator(options: StartOptions = {}): Promise<TestSimulator> {
  const running = await startSimulator(options);
  onTestFinished(() => running.close());
  return new TestSimulator(running);
}

/** The error a call is refused with; a call that succeeds fails the test. */
export async function refusal(call: Promise<unknown>): Promise<InstanceType<typeof Increase.APIError>> {
  const error: unknown = await call.then(
    () => new Error("The call was not refused."),
    (reason: unknown) => reason,
  );
  if (error instanceof Increase.APIError) return error;
  throw error;
}

/** Status, type and the extras of a refusal, to compare at once. */
export async function refusalBody(call: Promise<unknown>): Promise<unknown> {
  return (await refusal(call)).error;
}
