import "server-only";
import { AppError } from "../errors";

/** One act too many: it was not done, and when it may be. */
export class RateLimitedError extends AppError {
  constructor(readonly retryAfterSeconds: number) {
    const seconds = retryAfterSeconds === 1 ? "1 second" : `${retryAfterSeconds} seconds`;
    super("rate_limited", `Too many attempts. Nothing was changed. Try again in ${seconds}.`);
  }
}
