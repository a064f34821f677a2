import type { Instrumentation } from "next";

/** Runs once when the server starts, never in `next build`. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { checkEnvironment } = await import("@/lib/check-environment");
    checkEnvironment();
    const { isTelemetryWanted } = await import("@/lib/telemetry/targets");
    // Not even loaded where nothing is exported.
    if (isTelemetryWanted(process.env)) (await import("@/lib/telemetry/register")).startTelemetry();
    const { createLog, logConsoleErrors } = await import("@/lib/log");
    if (process.env.NODE_ENV === "production") logConsoleErrors(createLog());
  }
}

/** Next tells of each page that failed: with its route and the request's id, never with its address. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, { routePath }) => {
  if (process.env.NEXT_RUNTIME === "nodejs" && process.env.NODE_ENV === "production") {
    const { logRequestError } = await import("@/lib/log");
    logRequestError(error, { requestId: request.headers["x-request-id"], route: routePath });
  }
};
