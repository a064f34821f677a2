import { accountSources } from "./accounts";
import { achSources } from "./ach";
import { blockchainSources } from "./blockchain";
import { cardSources } from "./cards";
import { checkSources } from "./checks";
import type { Fields } from "./field";
import { realTimeSources } from "./real-time";
import { wireSources } from "./wires";

export const sources = {
  ...accountSources,
  ...achSources,
  ...blockchainSources,
  ...cardSources,
  ...checkSources,
  ...realTimeSources,
  ...wireSources,
} as const;

// A map, since a category named `constructor` would find something in an object.
const fieldsOfCategory = new Map<string, Fields>(Object.entries(sources));

/** The fields of a category's details, in the order to read them; none of a category that is not known. */
export function fieldsOf(category: string): Fields {
  return fieldsOfCategory.get(category) ?? [];
}
