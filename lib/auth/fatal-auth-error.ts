import "server-only";

/**
 * By their types, since class names are minified: the database is down, or Auth.js's own set-up is not one that it
 * works with. It would answer both as it answers somebody who is signed out. `InvalidCallbackUrl` is none of them: a
 * visitor's own cookie causes it.
 */
const fatalTypes = new Set([
  "SessionTokenError",
  "AdapterError",
  // It would go on and take the cookie away, and the session would live on.
  "SignOutError",
  "MissingSecret",
  "UntrustedHost",
  "InvalidEndpoints",
  "MissingAdapter",
  "MissingAdapterMethods",
  "MissingAuthorize",
  "UnsupportedStrategy",
]);

/** Whether an error that Auth.js reports must fail the request: it must not look like being signed out. */
export function isFatalAuthError(error: Error): boolean {
  return "type" in error && typeof error.type === "string" && fatalTypes.has(error.type);
}

export function notASession(): Error {
  return new Error("Auth.js answered with something that is no session");
}
