import "server-only";

/** A database that is down must not look like being signed out, nor a wrong set-up like a session. */
export function isOutage(error: Error): boolean {
  return "type" in error && (error.type === "SessionTokenError" || error.type === "AdapterError");
}
