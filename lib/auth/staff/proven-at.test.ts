import { expect, test } from "vitest";
import { isNeverProven, provenAt } from "./proven-at";

const now = new Date("2026-03-14T15:00:00Z");
const seconds = now.getTime() / 1000;

test.each([true, false])(
  "the issuer's word counts, and no later than now (trusted: %s)",
  (isFreshnessTrusted) => {
    const at = (authTime: number) => provenAt(authTime, { now, isFreshnessTrusted });
    expect(at(seconds - 60)).toEqual(new Date("2026-03-14T14:59:00Z"));
    expect(at(seconds + 60)).toEqual(now);
  },
);

test("an issuer that says nothing makes no sign-in fresh, unless it never says anything", () => {
  expect(isNeverProven(provenAt(undefined, { now, isFreshnessTrusted: false }))).toBe(true);
  expect(provenAt(undefined, { now, isFreshnessTrusted: true })).toEqual(now);
});
