import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { reveal } from "./reveal";
import { Secret } from "./secret";
import { createVault, VaultError, type TokenOwner, type Vault } from "./vault";

const owner: TokenOwner = {
  connectionId: "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
  groupId: "group_1g4mhziu6kvrs3vz35um",
  environment: "live",
};
const first = { kid: "k1", key: randomBytes(32) };
const second = { kid: "k2", key: randomBytes(32) };

/** What a call is refused with. */
function refusalOf(call: () => unknown): VaultError {
  try {
    call();
  } catch (error) {
    if (error instanceof VaultError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("the vault", () => {
  let vault: Vault;
  beforeEach(() => {
    vault = createVault([first]);
  });

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

  test("knows a text in one spelling, though base64url has several for the same bytes", () => {
    const sealed = vault.seal(new Secret("secret"), owner);
    const bytesOf = (text: string) => Buffer.from(text.slice(text.lastIndexOf(".")), "base64url");
    const others = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]
      .map((character) => sealed.slice(0, -1) + character)
      .filter((other) => other !== sealed && bytesOf(other).equals(bytesOf(sealed)));
    expect(others).toHaveLength(15);
    for (const other of others) expect(() => vault.open(other, owner)).toThrow(VaultError);
  });

  test.each(["token", ""])("refuses a shortened tag, which would be guessed sooner: of %j", (plain) => {
    const [version, kid, nonce, body = ""] = vault.seal(new Secret(plain), owner).split(".");
    const bytes = Buffer.from(body, "base64url");
    for (let length = 0; length < bytes.length; length += 1) {
      const short = bytes.subarray(0, length).toString("base64url");
      expect(() => vault.open([version, kid, nonce, short].join("."), owner)).toThrow(VaultError);
    }
  });

  test("opens what was sealed by the releases before", () => {
    const then = createVault([{ kid: "k1", key: Buffer.alloc(32, 7) }]);
    const token = "v1.k1.Nz5hHc0IweHSogxo.gsmqCOuml6NB-qkvFQRnOQcIvoZAWMbu7oHtRSOJDg";
    const data = "v1.k1.qX8UPrIRY3movYrr.UTUe1GFW_bcrynBsruwH1t3hXwb_dNdfRsRRfLji7fF4";
    expect(reveal(then.open(token, owner))).toBe("a token of then");
    expect(then.openData(data, owner)).toBe("bank data of then");
  });

  test("opens bank data as what it is, for its owner alone, and neither kind as the other", () => {
    const data = vault.sealData("12 accounts", owner);
    expect(vault.openData(data, owner)).toBe("12 accounts");
    expect(() => vault.openData(data, { ...owner, groupId: "group_other" })).toThrow(VaultError);
    expect(() => vault.open(data, owner)).toThrow(VaultError);
    expect(() => vault.openData(vault.seal(new Secret("token"), owner), owner)).toThrow(VaultError);
  });

  test("opens with any listed key and seals with the first", () => {
    const sealed = vault.seal(new Secret("token"), owner);
    const rotated = createVault([second, first]);
    expect(reveal(rotated.open(sealed, owner))).toBe("token");
    expect(rotated.seal(new Secret("token"), owner)).toMatch(/^v1\.k2\./);
  });

  test("says which keys it holds, the one that seals first, and with which one a text was sealed", () => {
    const rotated = createVault([second, first]);
    expect(rotated.keyIds).toEqual(["k2", "k1"]);
    expect(rotated.keyIdOf(vault.seal(new Secret("token"), owner))).toBe("k1");
    expect(() => rotated.keyIdOf("k1.a token as it came")).toThrow(VaultError);
  });

  test("says what is wrong by its own name: the key, the form, or the text", () => {
    const sealed = vault.seal(new Secret("token"), owner);
    const refusals = [
      refusalOf(() => createVault([])),
      refusalOf(() => createVault([second]).open(sealed, owner)),
      refusalOf(() => vault.open("a token as it came", owner)),
      refusalOf(() => vault.open(sealed, { ...owner, groupId: "group_other" })),
    ];
    expect(refusals.map(String)).toEqual([
      "VaultError: TOKEN_KEYS holds no key",
      "VaultError: TOKEN_KEYS holds no key named k1",
      "VaultError: A sealed text is not of the form this vault writes",
      "VaultError: A sealed text was changed or belongs to another connection",
    ]);
  });

  test("keeps OpenSSL's own reason for whoever reads the log", () => {
    const sealed = vault.seal(new Secret("token"), owner);
    expect(refusalOf(() => vault.open(sealed, { ...owner, groupId: "group_other" })).cause).toBeInstanceOf(
      Error,
    );
  });
});
