import "server-only";
import { beginUpstreamCall } from "../telemetry";
import type { IncreaseEnvironment } from "./environment";
import { refusalOf, toUpstreamError, type UpstreamError } from "./errors";

/** In whose name a call is made, as far as its caller knows. */
export type CallTags = { groupId?: string; requestId?: string };

/** A call that was made: never its parameters, its body or its credentials. */
export type IncreaseCall = {
  environment: IncreaseEnvironment;
  /** Whose key it was made with. */
  owner: "platform" | "group";
  groupId: string | null;
  requestId: string | null;
  method: string;
  /** Without ids: `/accounts/{id}/balance`. */
  path: string;
  durationMs: number;
  /** Null where it succeeded. */
  error: UpstreamError | null;
};

/** Told of every call. It is not waited for, and what it throws is ignored. */
export type CallObserver = (call: IncreaseCall) => void;

export type CallSubject = CallTags & Pick<IncreaseCall, "environment" | "owner"> & { baseUrl: string };

type End = (error: UpstreamError | null) => void;

/** Words of Increase's that stand where an id could. */
const namesInPlaceOfIds = new Set(["current", "tokens"]);

/** Increase's paths are a collection, an id in it, and what is asked of that: every second part is an id. */
function isId(part: string, index: number): boolean {
  return index > 0 && index % 2 === 0 && !namesInPlaceOfIds.has(part);
}

export function withoutIds(path: string): string {
  const parts = path.split("/").map((part, index) => (isId(part, index) ? "{id}" : part));
  return parts.join("/");
}

function pathOf(input: Parameters<typeof fetch>[0], baseUrl: string): string {
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  const base = new URL(baseUrl).pathname.replace(/\/$/, "");
  return withoutIds(pathname.startsWith(base) ? pathname.slice(base.length) : pathname);
}

/** The method that `fetch` would take. */
export function methodOf(...[input, init]: Parameters<typeof fetch>): string {
  const method = init?.method ?? (input instanceof Request ? input.method : "GET");
  return method.toUpperCase();
}

function beginCall(observe: CallObserver, subject: CallSubject, request: Parameters<typeof fetch>): End {
  const [input] = request;
  const beganAtMs = performance.now();
  const { environment, owner, baseUrl, groupId = null, requestId = null } = subject;
  const endSpan = beginUpstreamCall({ environment, owner, groupId });
  let isTold = false;
  return (error) => {
    if (isTold) return;
    isTold = true;
    try {
      const path = pathOf(input, baseUrl);
      const method = methodOf(...request);
      const durationMs = performance.now() - beganAtMs;
      endSpan({ method, path, durationMs, error });
      observe({ environment, owner, groupId, requestId, method, path, durationMs, error });
    } catch {
      // The call has its answer; that it could not be noted is no reason to lose it.
    }
  };
}

/** Answers whose body has yet to show that it is one of Increase's. */
const unread = new WeakMap<Response, End>();

/** A fetch that tells of each call how it ended; of one that Increase accepted, `tellOfAnswer` does. */
export function observedFetch(
  innerFetch: typeof fetch,
  observe: CallObserver,
  subject: CallSubject,
): typeof fetch {
  return async (...request) => {
    const end = beginCall(observe, subject, request);
    try {
      const response = await innerFetch(...request);
      if (response.ok) unread.set(response, end);
      // The SDK reads the whole body of a refusal as well, so nobody waits longer for this.
      else end(refusalOf(response.status, await readProblem(response.clone()), response.headers));
      return response;
    } catch (error) {
      end(toUpstreamError(error));
      throw error;
    }
  };
}

async function readProblem(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/** Lets a copy of an answer tell of the call as well: the first that is told of ends it. */
export function passOnAnswer(answer: Response, copy: Response): void {
  const end = unread.get(answer);
  if (end !== undefined) unread.set(copy, end);
}

/** Tells what became of an answer, once. */
export function tellOfAnswer(response: Response | undefined, error: UpstreamError | null): void {
  if (response === undefined) return;
  unread.get(response)?.(error);
  unread.delete(response);
}
