import "server-only";
import Increase from "increase";
import type { APIPromise } from "increase";
import type { ZodType } from "zod";
import { AnswerTooLong, boundedFetch } from "../bounded-fetch";
import type { Secret } from "../vault";
import { reveal } from "../vault/reveal";
import type { IncreaseEnvironment } from "./environment";
import { toUpstreamError, UpstreamError } from "./errors";
import { createGroupGates, type GroupGate } from "./group-gate";
import { methodOf, observedFetch, tellOfAnswer, type CallObserver, type CallTags } from "./observe";
import { scrubbedFetch } from "./scrub";
import { createSharedReads } from "./shared-fetch";

type IncreaseConfig = {
  urls: Record<IncreaseEnvironment, string>;
  platformKeys: Record<IncreaseEnvironment, Secret>;
  clientId: string;
  clientSecret: Secret;
  timeoutMs?: number;
  onCall?: CallObserver;
  /** When a gate that Increase closed opens again is measured by it. */
  now?: () => Date;
};

/** A client with the platform's own key. */
export type PlatformClient = { readonly sdk: Increase; readonly owner: "platform" };

/** A client with one group's token: it refuses every method but GET, whatever the token may do. */
export type GroupClient = { readonly sdk: Increase; readonly owner: "group" };

export type IncreaseGateway = {
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** `tags` go to whoever observes the calls, not to Increase. */
  platform(environment: IncreaseEnvironment, tags?: CallTags): PlatformClient;
  group(token: Secret, environment: IncreaseEnvironment, tags?: CallTags): GroupClient;
  /** What the calls with the group's token pass through: few at once, and none while Increase asks for a pause. */
  gate(environment: IncreaseEnvironment, groupId: string): GroupGate;
};

/** Far more than the longest page of a list. */
const mostBytes = 16 * 1024 * 1024;

/** The SDK's own timeout ends with the headers; this one bounds the body as well. */
function wholeAnswerWithin(timeoutMs: number): typeof fetch {
  return async (input, init) => {
    try {
      return await boundedFetch({ timeoutMs, mostBytes }, input, init);
    } catch (error) {
      if (!(error instanceof AnswerTooLong)) throw error;
      throw new UpstreamError("unavailable", undefined, { title: "an answer that is too long" });
    }
  };
}

function readOnlyFetch(boundFetch: typeof fetch): typeof fetch {
  return async (input, init) => {
    // Attack: money moved by a token whose scope allows it. A customer's client reads, and does nothing else.
    if (methodOf(input, init) !== "GET") throw new UpstreamError("forbidden", undefined, {});
    return boundFetch(input, init);
  };
}

/** Opens the door to Increase, live and sandbox. Nothing is called yet. */
export function createIncrease(config: IncreaseConfig): IncreaseGateway {
  const { urls, platformKeys, clientId, clientSecret, timeoutMs = 5_000, onCall = () => undefined } = config;
  const boundFetch = wholeAnswerWithin(timeoutMs);
  const shareReads = createSharedReads();
  const gates = createGroupGates({ now: config.now });
  const open = (token: Secret, environment: IncreaseEnvironment, customFetch: typeof fetch) =>
    new Increase({
      apiKey: reveal(token),
      baseURL: urls[environment],
      webhookSecret: null,
      // Later than our own, which knows a refusal whose body never comes from no answer at all.
      timeout: timeoutMs + 1_000,
      // Each call is made once: a retry would double a page's wait, and a code works once.
      maxRetries: 0,
      // The SDK's debug level prints bodies, and INCREASE_LOG could turn it on.
      logLevel: "off",
      // A redirect would carry the key to another host.
      fetchOptions: { redirect: "error" },
      fetch: customFetch,
    });
  return {
    clientId,
    clientSecret,
    platform: (environment, tags) => {
      const key = platformKeys[environment];
      const subject = { ...tags, environment, owner: "platform", baseUrl: urls[environment] } as const;
      const platformFetch = observedFetch(scrubbedFetch(boundFetch, reveal(key)), onCall, subject);
      return { sdk: open(key, environment, platformFetch), owner: "platform" };
    },
    group: (token, environment, tags) => {
      const subject = { ...tags, environment, owner: "group", baseUrl: urls[environment] } as const;
      const scrubbed = scrubbedFetch(boundFetch, reveal(token));
      const groupFetch = readOnlyFetch(shareReads(environment, observedFetch(scrubbed, onCall, subject)));
      return { sdk: open(token, environment, groupFetch), owner: "group" };
    },
    gate: gates.gateOf,
  };
}

/**
 * Makes one call and converts its answer. The body is read here, not by the SDK, which takes a page that is
 * not JSON for an empty list.
 * @throws UpstreamError for every way in which it can fail, an answer that is not Increase's included.
 */
export async function call<T>(request: APIPromise<unknown>, schema: ZodType<T>): Promise<T> {
  return (await callDated(request, schema)).value;
}

/** The same, with what Increase's clock showed, to the second; null where the answer does not say. @throws as `call` */
export async function callDated<T>(
  request: APIPromise<unknown>,
  schema: ZodType<T>,
): Promise<{ value: T; date: Date | null }> {
  let response: Response | undefined;
  let body: unknown;
  try {
    response = await request.asResponse();
    body = await response.json();
  } catch (error) {
    throw told(response, toUpstreamError(error));
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw told(response, new UpstreamError("unavailable", 200, { title: "an answer of an unknown form" }));
  }
  tellOfAnswer(response, null);
  const dateMs = Date.parse(response.headers.get("date") ?? "");
  return { value: parsed.data, date: Number.isNaN(dateMs) ? null : new Date(dateMs) };
}

function told(response: Response | undefined, error: UpstreamError): UpstreamError {
  tellOfAnswer(response, error);
  return error;
}
