import "server-only";
import { bankDataHandlers } from "./bank-data";
import { groupHandlers } from "./group";
import type { DataHandler, UpstreamHandler } from "./handler";
import { oauthConnectionHandlers } from "./oauth-connection";

// Maps, since a category is whatever a body says: an object would find "constructor" in itself.
const upstream = new Map(Object.entries(oauthConnectionHandlers));
const ofCategory = new Map(Object.entries(groupHandlers));
const ofFamily = new Map(Object.entries(bankDataHandlers));

/** Handled one by one, before any other. */
export const upstreamCategories = [...upstream.keys()];

export function findUpstreamHandler(category: string | null): UpstreamHandler | undefined {
  return category === null ? undefined : upstream.get(category);
}

/** An event that nobody has a handler for, perhaps one that Increase added since: it is kept and shown. */
const stored: DataHandler = { marksGroupChanged: false };

export function dataHandlerOf(category: string): DataHandler {
  const [family = ""] = category.split(".");
  return ofCategory.get(category) ?? ofFamily.get(family) ?? stored;
}
