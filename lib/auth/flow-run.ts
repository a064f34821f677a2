import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { Connected } from "../connections";
import type { Context } from "../context";
import type { OAuthToken } from "../increase";
import type { Flow } from "./flow-cookie";
import type { SignInFailureReason } from "./sign-in-failure";

/**
 * One run of Auth.js's callback. What the steps learn is kept here and not in Auth.js, so that the token is
 * in none of its objects and a failure keeps its own name.
 */
export type FlowRun = {
  readonly context: Context;
  readonly flow: Flow;
  readonly presentedSessionHash: string | null;
  token?: OAuthToken;
  connected?: Connected;
  failure?: SignInFailureReason;
  /** What lay behind the failure, for the log: Auth.js drops the causes of what it catches. */
  cause?: unknown;
};

const storage = new AsyncLocalStorage<FlowRun>();

export function runFlow<T>(run: FlowRun, work: () => Promise<T>): Promise<T> {
  return storage.run(run, work);
}

/** Null outside the callback's route. */
export function findFlowRun(): FlowRun | null {
  return storage.getStore() ?? null;
}

/** @throws Error outside the callback route: Auth.js was reached by another way, which must fail. */
export function currentFlowRun(): FlowRun {
  const run = storage.getStore();
  if (run === undefined) throw new Error("There is no sign-in under way here");
  return run;
}

/** Names why the sign-in fails; the first reason stands. */
export function failFlow(reason: SignInFailureReason, cause?: unknown): Error {
  const run = currentFlowRun();
  run.failure ??= reason;
  run.cause ??= cause;
  return new Error(`sign-in failed: ${reason}`, { cause });
}
