import "server-only";
import { createHash } from "node:crypto";
import type { IncreaseEnvironment } from "./environment";
import { toUpstreamError } from "./errors";
import { passOnAnswer, tellOfAnswer } from "./observe";

type Answer = { response: Response; body: ArrayBuffer };

/** A request that is on its way, and how many wait for it. */
type Flight = { answer: Promise<Answer>; controller: AbortController; waiting: number };

type FetchInput = Parameters<typeof fetch>[0];

/** Makes a fetch whose reads that are alike and in flight at the same time are one request. */
export type ShareReads = (environment: IncreaseEnvironment, innerFetch: typeof fetch) => typeof fetch;

/**
 * Reads share a request while it is in flight, and nothing is remembered after. Each who asks gets an answer of their
 * own; that one of them gives up ends the request only if nobody else waits for it.
 */
export function createSharedReads(): ShareReads {
  const flights = new Map<string, Flight>();

  function begin(key: string, innerFetch: typeof fetch, input: FetchInput, init?: RequestInit): Flight {
    const controller = new AbortController();
    const read = readWhole(innerFetch, input, { ...init, signal: controller.signal });
    const answer = read.finally(() => forget(key, flight));
    const flight: Flight = { answer, controller, waiting: 0 };
    flights.set(key, flight);
    return flight;
  }

  function forget(key: string, flight: Flight): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  return (environment, innerFetch) => async (input, init) => {
    const authorization = headersOf(input, init).get("authorization");
    if (authorization === null) return innerFetch(input, init);
    const signal = signalOf(input, init);
    signal?.throwIfAborted();
    // Attack: one group's page answered with another's data. Only the same token and the same URL share.
    const key = `${environment} ${digest(authorization)} ${urlOf(input)}`;
    const flight = flights.get(key) ?? begin(key, innerFetch, input, init);
    const { response, body } = await arrival(flight, signal, () => forget(key, flight));
    return copyOf(response, body);
  };
}

/** The answer, unless this one gives up before; the last to give up ends the request, and does not wait for its end. */
async function arrival(flight: Flight, signal: AbortSignal | undefined, forget: () => void): Promise<Answer> {
  flight.waiting += 1;
  const arrived = new AbortController();
  const gaveUp = new Promise<never>((_resolve, reject) => {
    const giveUp = () => {
      flight.waiting -= 1;
      reject(signal?.reason);
      if (flight.waiting > 0) return;
      forget();
      flight.controller.abort(signal?.reason);
    };
    signal?.addEventListener("abort", giveUp, { once: true, signal: arrived.signal });
  });
  try {
    return await Promise.race([flight.answer, gaveUp]);
  } finally {
    arrived.abort();
  }
}

async function readWhole(innerFetch: typeof fetch, input: FetchInput, init: RequestInit): Promise<Answer> {
  const response = await innerFetch(input, init);
  try {
    return { response, body: await response.arrayBuffer() };
  } catch (error) {
    tellOfAnswer(response, toUpstreamError(error));
    throw error;
  }
}

function copyOf(response: Response, body: ArrayBuffer): Response {
  const { status, statusText, headers } = response;
  const copy = new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
  passOnAnswer(response, copy);
  return copy;
}

/** The token itself is no key of a map: it would lie in the memory in plain text, and in every dump of it. */
function digest(authorization: string): string {
  return createHash("sha256").update(authorization).digest("base64url");
}

function headersOf(input: FetchInput, init: RequestInit | undefined): Headers {
  return new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
}

function signalOf(input: FetchInput, init: RequestInit | undefined): AbortSignal | undefined {
  return init?.signal ?? (input instanceof Request ? input.signal : undefined);
}

function urlOf(input: FetchInput): string {
  return input instanceof Request ? input.url : String(input);
}
