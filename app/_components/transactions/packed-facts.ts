import type { ShownFact } from "./shown-fact";

/** Many panels stay closed: as one text, the facts of each cost React nothing on either side until it is opened. */
export function packFacts(facts: readonly ShownFact[]): string {
  return JSON.stringify(facts);
}

/** @param packed of `packFacts`, and of nobody else */
export function unpackFacts(packed: string): readonly ShownFact[] {
  return JSON.parse(packed);
}
