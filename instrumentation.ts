import type { Instrumentation } from "next";

/** Runs once when the server starts, never in `next build`. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { checkEnvironment } = await import("@/lib/check-environment");
    checkEnvironment();
    const { isOnVercel, readEnv } = await import("@/lib/env");
    const { findTargets } = await import("@/lib/telemetry/targets");
    const environment = readEnv();
    // A portal that serves nothing has nothing to tell of; and exporters that can't be set up would keep it from saying so.
    const targets = environment.ok ? findTargets(environment.env, isOnVercel()) : null;
    // Not even loaded where nothing is exported.
    if (targets !== null) (await import("@/lib/telemetry/register")).startTelemetry(targets);
    const { createLog, logConsole } = await import("@/lib/log");
    if (process.env.NODE_ENV === "production") logConsole(createLog());
  }
}

/** Next tells of each page that failed: with its route and the request's id, never with its address. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, { routePath }) => {
  if (process.env.NEXT_RUNTIME === "nodejs" && process.env.NODE_ENV === "production") {
    const { logRequestError } = await import("@/lib/log");
    logRequestError(error, { requestId: request.headers["x-request-id"], route: routePath });
  }
};
