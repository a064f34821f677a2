import "server-only";
import type { Context } from "../context";
import { AppError, toSafeError } from "../errors";
import { UpstreamError } from "../increase";

/** What Increase said, by its own names for it; or that it said nothing. */
function describeAnswer({ problem, kind, status }: UpstreamError): string {
  const words = [problem.title, problem.detail].filter((part) => part !== undefined).join(" ");
  const name = [problem.type ?? kind, problem.reason, status].filter((part) => part !== undefined).join(", ");
  if (words !== "") return `Increase answered: “${words}” (${name}).`;
  return kind === "timeout"
    ? `Increase did not answer in time (${name}).`
    : `Increase can’t be reached, or gave no answer that can be understood (${name}).`;
}

/** Increase's own words: the staff can act on them, and they name no secret. */
export function toStaffError(error: unknown, unchanged: string, hint = ""): unknown {
  const isRefusedToken = error instanceof AppError && error.code === "needs_reconnect";
  const cause = isRefusedToken ? error.cause : error;
  if (!(cause instanceof UpstreamError)) return error;
  const code = isRefusedToken ? error.code : cause.code === "not_found" ? "increase_refused" : cause.code;
  const effect = isRefusedToken ? "The customer has to sign in with Increase again." : unchanged;
  return new AppError(code, `${describeAnswer(cause)} ${effect}${hint}`.trim(), { cause });
}

/** What the staff are told of any error; one that nobody has foreseen is whole in the log. */
export function tellStaff({ log }: Context, error: unknown, unchanged: string): string {
  const { code, message } = toSafeError(toStaffError(error, unchanged));
  if (code === "internal") log.error({ err: error }, "what the staff asked for failed");
  return message;
}
