/** Every way a verb can refuse. Transports map these, and nothing else, to what a person sees. */
export type ErrorCode =
  | "not_signed_in"
  | "sign_in_again"
  | "not_allowed"
  | "not_found"
  | "invalid_input"
  | "conflict"
  | "rate_limited"
  | "not_connected"
  | "needs_reconnect"
  | "no_sandbox_token"
  | "sandbox_refused"
  | "increase_unavailable"
  | "increase_refused"
  | "database_unavailable"
  | "internal";

/** An error whose message may be shown: what happened, what was not changed, what to do. */
export class AppError extends Error {
  override readonly name: string = "AppError";

  constructor(
    readonly code: ErrorCode,
    readonly safeMessage: string,
    options?: { cause?: unknown },
  ) {
    super(safeMessage, options);
  }
}

export function notFound(): AppError {
  return new AppError("not_found", "There is nothing at this address.");
}

/** What an action or a page may say of any error. An unknown one says nothing of itself. */
export function toSafeError(error: unknown): { code: ErrorCode; message: string } {
  if (error instanceof AppError) return { code: error.code, message: error.safeMessage };
  return {
    code: "internal",
    message: "Something went wrong on our side, and nothing was changed. Please try again.",
  };
}

export const httpStatusOf: Record<ErrorCode, number> = {
  not_signed_in: 401,
  sign_in_again: 401,
  not_allowed: 403,
  not_found: 404,
  invalid_input: 400,
  conflict: 409,
  rate_limited: 429,
  not_connected: 409,
  needs_reconnect: 409,
  no_sandbox_token: 409,
  sandbox_refused: 502,
  increase_unavailable: 503,
  increase_refused: 502,
  database_unavailable: 503,
  internal: 500,
};
