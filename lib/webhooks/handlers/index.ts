import "server-only";
import { bankDataHandlers } from "./bank-data";
import { groupHandlers } from "./group";
import type { DataHandler, UpstreamHandler } from "./handler";
import { oauthConnectionHandlers } from "./oauth-connection";

export type { HandledEvent } from "./handler";

/** Handled one by one, before any other. */
export const upstreamCategories = Object.keys(oauthConnectionHandlers);

export function findUpstreamHandler(category: string | null): UpstreamHandler | undefined {
  return category === null ? undefined : oauthConnectionHandlers[category];
}

/** An event that nobody has a handler for, perhaps one that Increase added since: it is kept and shown. */
const stored: DataHandler = { marksGroupChanged: false };

export function dataHandlerOf(category: string): DataHandler {
  const [family = ""] = category.split(".");
  return groupHandlers[category] ?? bankDataHandlers[family] ?? stored;
}
