import { describe, expect, test } from "vitest";
import type { Rotation } from "@/lib/vault/rotate-tokens";
import { describeRotation, isComplete } from "./words";

const told = { isDryRun: false, keyIds: ["k2", "k1"] };

function rotation(fields: Partial<Rotation>): Rotation {
  return {
    keyId: "k2",
    firstKey: "proven",
    resealed: 0,
    unopened: [],
    rowsByKey: new Map([["k2", 5]]),
    ...fields,
  };
}

const last = (fields: Partial<Rotation>, isDryRun = false) =>
  describeRotation(rotation(fields), { ...told, isDryRun }).at(-1);

const ofOldKey = { kind: "token", connectionId: "c-1", environment: "live", keyId: "k1" } as const;

describe("the final word on an old key", () => {
  test("lets it go only where a whole run found nothing to do, and every instance seals with the new one", () => {
    expect(last({})).toMatch(
      /^k1 is used by no row any more\. Where every instance .* remove k1 from TOKEN_KEYS/,
    );
  });

  test("asks for one run more where this one had something to do", () => {
    expect(last({ resealed: 3 })).toMatch(/^k1 is used by no row any more\. It may go when .* another run/);
    expect(last({ resealed: 3 })).not.toContain("remove k1");
  });

  test("keeps it while an instance of the portal seals with it", () => {
    const rowsByKey = new Map([
      ["k2", 5],
      ["k1", 2],
    ]);
    expect(last({ rowsByKey })).toMatch(/^k1 is still used by 2 rows: keep it .* still seals with it/);
    expect(last({ rowsByKey, resealed: 2 }, true)).toMatch(/A run without --dry-run seals them anew\.$/);
  });

  test("keeps it for a row that it does not open, and names the row", () => {
    const fields = { rowsByKey: new Map([["k1", 1]]), unopened: [ofOldKey] };
    expect(last(fields)).toBe(
      "k1 is still used by 1 row: keep it in TOKEN_KEYS. None of them opens: if they are many, k1 here is another key than the one that sealed them.",
    );
    expect(describeRotation(rotation(fields), told)[0]).toBe(
      "✖ token of connection c-1, live: it was changed, or belongs to another row",
    );
  });

  test("asks for a key back that rows are sealed with, and that is not listed", () => {
    const unopened = [{ ...ofOldKey, keyId: "k0" }];
    expect(last({ rowsByKey: new Map([["k0", 1]]), unopened })).toMatch(
      /^k0 is used by 1 row, and is not in/,
    );
  });
});

describe("a first key that is not the portal's", () => {
  const ofFirst = { ...ofOldKey, keyId: "k2" };
  const fields: Partial<Rotation> = {
    firstKey: "another",
    unopened: [ofFirst, { ...ofFirst, connectionId: "c-2" }],
    rowsByKey: new Map([
      ["k2", 2],
      ["k1", 4],
    ]),
  };

  test.each([false, true])("is called so, and nothing else is said (dry: %s)", (isDryRun) => {
    const lines = describeRotation(rotation(fields), { ...told, isDryRun });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe(
      "✖ k2 here is another key than the k2 that sealed 2 rows: none of them opens. Nothing was changed. Take TOKEN_KEYS from the portal's own environment.",
    );
    expect(lines[1]).toContain("connections c-1, c-2:");
    expect(isComplete(rotation(fields), { ...told, isDryRun })).toBe(false);
  });

  test("is not what damaged rows among sound ones are: those are named, and no old key may go", () => {
    const said = describeRotation(rotation({ unopened: [ofFirst] }), told);
    expect(said[0]).toBe(
      "✖ token of connection c-1, live: it was changed, belongs to another row, or was sealed with another key named k2",
    );
    expect(said.at(-1)).toBe("k1 is used by no row any more. Keep it in TOKEN_KEYS until every row opens.");
    expect(last({ unopened: [ofFirst], resealed: 3 })).toBe(said.at(-1));
  });

  test("can't be seen where no row bore its name: that is said, with what shows it", () => {
    const unproven = { firstKey: "unproven", resealed: 3 } as const;
    const lines = (isDryRun: boolean) =>
      describeRotation(rotation(unproven), { ...told, isDryRun }).join("\n");
    expect(lines(true)).toMatch(/can't show .* Deploy it there first, and run this with the same value/);
    expect(lines(false)).toMatch(/can't show .* the portal's own page \/admin\/setup/);
    expect(describeRotation(rotation({ resealed: 3 }), told).join("\n")).not.toContain("can't show");
  });
});

test("a row of no form is told of, and nobody is told to remove a key that is named nowhere", () => {
  const fields = { rowsByKey: new Map([[null, 1]]), unopened: [{ ...ofOldKey, keyId: null }] };
  const lines = describeRotation(rotation(fields), { ...told, keyIds: ["k2"] });
  expect(lines[0]).toBe("✖ token of connection c-1, live: it is no text of the vault's");
  expect(lines.join("\n")).not.toMatch(/remove|null/);
});

test("a run is complete where all is under the first key; a dry one where all opens", () => {
  const rowsByKey = new Map([["k1", 1]]);
  const dry = { ...told, isDryRun: true };
  expect(isComplete(rotation({}), told)).toBe(true);
  expect(isComplete(rotation({ rowsByKey }), told)).toBe(false);
  expect(isComplete(rotation({ rowsByKey }), dry)).toBe(true);
  expect(isComplete(rotation({ unopened: [ofOldKey] }), dry)).toBe(false);
  expect(isComplete(rotation({ unopened: [ofOldKey] }), told)).toBe(false);
});
