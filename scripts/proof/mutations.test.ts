import fc from "fast-check";
import { expect, test } from "vitest";
import { isSameDelivery, toDelivery } from "./delivery";
import { anyMutation, flipInText } from "./mutations";
import type { Delivery } from "./sender";
import { anyShape, toParts } from "./valid-deliveries";

const secrets = { live: "whsec_live", sandbox: "whsec_sandbox" };
const swapped = { live: secrets.sandbox, sandbox: secrets.live };

/** What arrives: white space around a header's value is lost on the way. */
function asReceived(delivery: Delivery): Delivery {
  return { ...delivery, headers: delivery.headers.map(([name, value]) => [name, value.trim()] as const) };
}

test("no mutation leaves a delivery as it was, not even once HTTP has tidied its headers", () => {
  const property = fc.property(anyMutation(swapped), anyShape, fc.nat(), (mutation, shape, number) => {
    const parts = toParts(shape, number, secrets);
    expect(isSameDelivery(asReceived(mutation.apply(parts)), toDelivery(parts))).toBe(false);
  });
  fc.assert(property, { numRuns: 3_000, seed: 1 });
});

test("a flipped bit in a header gives another character that a header may hold", () => {
  const property = fc.property(fc.stringMatching(/^[!-~]+$/), fc.nat(), fc.nat(), (text, at, bit) => {
    const flipped = flipInText(text, at, bit);
    expect(flipped).toMatch(/^[!-~]+$/);
    expect(flipped).toHaveLength(text.length);
    expect(flipped).not.toBe(text);
  });
  fc.assert(property, { numRuns: 1_000, seed: 1 });
});
