import "server-only";
import { AppError } from "../errors";

/** What staff may read of a failed attempt. Of an unknown error its kind alone: its message could hold anything. */
export function describeProblem(error: unknown): string {
  if (error instanceof AppError) return error.message;
  if (!(error instanceof Error)) return "A thrown value that is no error.";
  const cause = error.cause instanceof Error ? error.cause : error;
  const code: unknown = Reflect.get(cause, "code");
  return `${cause.constructor.name}${typeof code === "string" ? ` ${code}` : ""}; the log has the whole of it.`;
}
