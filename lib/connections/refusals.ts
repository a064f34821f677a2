import "server-only";
import { AppError } from "../errors";
import type { UpstreamError } from "../increase";

/** What the door to a group's data says where it stays shut. */

export function notConnected(): AppError {
  return new AppError("not_connected", "This group is not connected. Sign in with Increase to connect it.");
}

export function needsReconnect(cause?: UpstreamError): AppError {
  return new AppError(
    "needs_reconnect",
    "Increase no longer accepts this connection. Your data at Increase is untouched; sign in with Increase again to reconnect.",
    { cause },
  );
}

export function noSandboxToken(): AppError {
  return new AppError(
    "no_sandbox_token",
    "No sandbox token is kept for this group, so there is nothing to read the sandbox with. The live side is not touched by this.",
  );
}

export function sandboxRefused(cause?: UpstreamError): AppError {
  return new AppError(
    "sandbox_refused",
    "Increase’s sandbox refused this group’s token, and a new one that was minted in its place as well. The live side is not touched by this; mint another in a while, or tell the platform.",
    { cause },
  );
}

export function renewedMeanwhile(): AppError {
  return new AppError(
    "increase_unavailable",
    "The connection was renewed while this was being read. Nothing was changed; load the page again.",
  );
}

/** The token that was refused is gone, and no other has come in its place. */
export function notMintedAnew(cause: AppError): AppError {
  return new AppError(
    cause.code === "increase_unavailable" ? cause.code : "sandbox_refused",
    "Increase’s sandbox refused this group’s token, so it was thrown away, and a new one could not be minted just now. The live side is not touched by this; try again in a while.",
    { cause },
  );
}
