import "server-only";
import type { IncreaseEnvironment } from "../increase";

/** An account, and whose it has to be. */
export type AccountRef = { groupId: string; environment: IncreaseEnvironment; accountId: string };
