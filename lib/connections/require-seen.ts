import "server-only";
import type { ConnectionTokenRow } from "@/db/queries/connection-tokens";
import { AppError } from "../errors";

/**
 * What the staff destroy is what they have looked at. One that is gone meanwhile is no other.
 * @param seen the generation of the token that was shown; null where there was none
 * @throws AppError `conflict`
 */
export function requireSeen(token: ConnectionTokenRow | undefined, seen: number | null, words: string): void {
  if (token === undefined || token.generation === seen) return;
  throw new AppError("conflict", `${words}; look at it again, and repeat this if it is still needed.`);
}
