import "server-only";
import type { ConnectionTokenRow } from "@/db/queries/connection-tokens";
import type { ConnectionWithTokens } from "@/db/queries/connections";
import type { IncreaseEnvironment } from "../increase";

/** The token that is kept of a connection for one side; undefined where there is none, or no connection. */
export function tokenOf(
  connection: ConnectionWithTokens | null,
  environment: IncreaseEnvironment,
): ConnectionTokenRow | undefined {
  return connection?.tokens.find((token) => token.environment === environment);
}
