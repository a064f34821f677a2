import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reveal } from "./reveal";
import { Secret } from "./secret";
import { createVault, VaultError, type TokenOwner } from "./vault";

const owner: TokenOwner = {
  connectionId: "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
  groupId: "group_1g4mhziu6kvrs3vz35um",
  environment: "live",
};
const first = { kid: "k1", key: randomBytes(32) };
const second = { kid: "k2", key: randomBytes(32) };
const vault = createVault([first]);

describe("the vault", () => {
  test("opens what it sealed", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200, unit: "grapheme" }), (plain) => {
        expect(reveal(vault.open(vault.seal(new Secret(plain), owner), owner))).toBe(plain);
      }),
    );
  });

  test("never writes the same text twice", () => {
    const secret = new Secret("token");
    expect(vault.seal(secret, owner)).not.toBe(vault.seal(secret, owner));
  });

  test.each([
    ["another connection", { ...owner, connectionId: "6f9619ff-8b86-4d01-b42d-00cf4fc96400" }],
    ["another group", { ...owner, groupId: "group_other" }],
    ["the other environment", { ...owner, environment: "sandbox" as const }],
  ])("does not open a token for %s", (_what, other) => {
    const sealed = vault.seal(new Secret("token"), owner);
    expect(() => vault.open(sealed, other)).toThrow(VaultError);
  });

  test("refuses every changed character", () => {
    const sealed = vault.seal(new Secret("a token of some length"), owner);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
      expect(() => vault.open(changed, owner)).toThrow(VaultError);
    }
  });

  test("refuses a shortened tag", () => {
    const [version, kid, nonce, body = ""] = vault.seal(new Secret("token"), owner).split(".");
    const short = Buffer.from(body, "base64url").subarray(0, -4).toString("base64url");
    expect(() => vault.open([version, kid, nonce, short].join("."), owner)).toThrow(VaultError);
  });

  test("opens with any listed key and seals with the first", () => {
    const sealed = vault.seal(new Secret("token"), owner);
    const rotated = createVault([second, first]);
    expect(reveal(rotated.open(sealed, owner))).toBe("token");
    expect(rotated.seal(new Secret("token"), owner)).toMatch(/^v1\.k2\./);
  });

  test("names the key that is gone", () => {
    const sealed = vault.seal(new Secret("token"), owner);
    expect(() => createVault([second]).open(sealed, owner)).toThrow(/no key named k1/);
  });

  test("can't be made without a key", () => {
    expect(() => createVault([])).toThrow(VaultError);
  });
});

test("a secret shows itself to nobody but reveal", () => {
  const secret = new Secret("very-secret");
  const shown = [
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ secret }, { depth: 9 }),
    JSON.stringify({ ...secret }),
  ];
  for (const text of shown) expect(text).not.toContain("very-secret");
  expect(reveal(secret)).toBe("very-secret");
});
