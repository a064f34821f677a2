/** Runs once when the server starts, never in `next build`. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { checkEnvironment } = await import("@/lib/check-environment");
    checkEnvironment();
    const { createLog, logConsoleErrors } = await import("@/lib/log");
    if (process.env.NODE_ENV === "production") logConsoleErrors(createLog());
  }
}
