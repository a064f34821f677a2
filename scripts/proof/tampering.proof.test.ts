import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createVault, Secret, VaultError, type TokenOwner, type Vault } from "@/lib/vault";
import { reveal } from "@/lib/vault/reveal";
import { seed, size, suiteNamed } from "./suite";

const suite = suiteNamed("tampering");
const texts = size(200, 6);
const pairs = size(50_000, 1_000);

const keys = ["k1", "k2"].map((kid) => ({ kid, key: randomBytes(32) }));
const vault = createVault(keys);

const kinds = ["token", "bank data"] as const;
type Kind = (typeof kinds)[number];

function seal(by: Vault, kind: Kind, plain: string, owner: TokenOwner): string {
  return kind === "token" ? by.seal(new Secret(plain), owner) : by.sealData(plain, owner);
}

function open(by: Vault, kind: Kind, sealed: string, owner: TokenOwner): string {
  return kind === "token" ? reveal(by.open(sealed, owner)) : by.openData(sealed, owner);
}

/** A refusal is a VaultError and nothing else: another error is a way that nobody has thought of. */
function isRefused(by: Vault, kind: Kind, sealed: string, owner: TokenOwner): boolean {
  try {
    open(by, kind, sealed, owner);
    return false;
  } catch (error) {
    return error instanceof VaultError;
  }
}

function* flipEachBit(bytes: Buffer): Generator<Buffer> {
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield flipped;
  }
}

/** As it is stored, a text with one bit changed; and with one changed of what the text stands for. */
function* changeEachBit(sealed: string): Generator<string> {
  for (const bytes of flipEachBit(Buffer.from(sealed, "latin1"))) yield bytes.toString("latin1");
  const [version = "", kid = "", nonce = "", body = ""] = sealed.split(".");
  for (const bytes of flipEachBit(Buffer.from(nonce, "base64url"))) {
    yield [version, kid, bytes.toString("base64url"), body].join(".");
  }
  for (const bytes of flipEachBit(Buffer.from(body, "base64url"))) {
    yield [version, kid, nonce, bytes.toString("base64url")].join(".");
  }
}

const places = fc.record({
  connectionId: fc.oneof(fc.uuid(), fc.constantFrom("a", "a,b", 'a","b', "a.b", "")),
  groupId: fc.oneof(fc.string(), fc.constantFrom("a", "b", 'b","live', "group_1", "")),
  environment: fc.constantFrom("live" as const, "sandbox" as const),
});
const plains = fc.oneof(fc.string({ maxLength: 120 }), fc.constantFrom("", ".", "v1.k1"));
type Bound = { kind: Kind; owner: TokenOwner; plain: string };
const bound: fc.Arbitrary<Bound> = fc.record({
  kind: fc.constantFrom(...kinds),
  owner: places,
  plain: plains,
});

test("not one bit of a sealed text can be changed, and no part of it left out", () => {
  let [changed, opened] = [0, 0];
  for (const { kind, owner, plain } of fc.sample(bound, { numRuns: texts, seed })) {
    const sealed = seal(vault, kind, plain, owner);
    expect(open(vault, kind, sealed, owner)).toBe(plain);
    const shortened = Array.from({ length: sealed.length }, (_, length) => sealed.slice(0, length));
    const lengthened = ["A", "AA", "=", ".", ".AA", " ", "\n", "\0"].map((more) => sealed + more);
    for (const text of [...changeEachBit(sealed), ...shortened, ...lengthened]) {
      changed += 1;
      if (!isRefused(vault, kind, text, owner)) opened += 1;
    }
  }
  suite.figure("texts with one bit changed, or a part left out or added", changed, {
    atLeast: texts * 500,
  });
  suite.figure("of them opened", opened, { is: 0 });
});

test("a text of one row, group, environment or kind opens as no other", () => {
  let [moved, opened] = [0, 0];
  const check = (one: Bound, other: Bound) => {
    const sealed = seal(vault, one.kind, one.plain, one.owner);
    const isSame = JSON.stringify([one.kind, one.owner]) === JSON.stringify([other.kind, other.owner]);
    expect(isRefused(vault, one.kind, sealed, one.owner)).toBe(false);
    if (isSame) return;
    moved += 1;
    if (!isRefused(vault, other.kind, sealed, other.owner)) opened += 1;
  };
  /** All but one of what a text is bound to is alike: the nearest that another row can be. */
  const near = fc.tuple(bound, bound, fc.constantFrom("kind", "connectionId", "groupId", "environment"));
  fc.assert(
    fc.property(near, ([one, other, differs]) => {
      const owner = { ...one.owner, ...(differs === "kind" ? {} : { [differs]: other.owner[differs] }) };
      check(one, { ...one, kind: differs === "kind" ? other.kind : one.kind, owner });
      check(one, other);
    }),
    { numRuns: pairs, seed },
  );
  suite.figure("texts in another place than their own", moved, { atLeast: pairs });
  suite.figure("texts that opened there", opened, { is: 0 });
});

test("a text opens under the name of its own key alone, whatever key bears another name", () => {
  const [k1, k2] = keys;
  if (k1 === undefined || k2 === undefined) throw new Error("there are two keys");
  // Attack: the key is right and its name is another's, or the name is right and the key is another's.
  const renamed = createVault([{ kid: "k2", key: k1.key }]);
  const exchanged = createVault([
    { kid: "k1", key: k2.key },
    { kid: "k2", key: k1.key },
  ]);
  let [relabelled, opened] = [0, 0];
  fc.assert(
    fc.property(bound, bound, ({ kind, owner, plain }, other) => {
      const sealed = seal(vault, kind, plain, owner);
      const [version, , nonce, body] = sealed.split(".");
      const [, , otherNonce, otherBody] = seal(vault, kind, other.plain, owner).split(".");
      const named = (kid: string) => [version, kid, nonce, body].join(".");
      const tried: [Vault, string][] = [
        [vault, named("k2")],
        [renamed, named("k2")],
        [renamed, sealed],
        [exchanged, sealed],
        [exchanged, named("k2")],
        ...["k0", "K1", "k1 ", "", "__proto__", "constructor"].map((kid): [Vault, string] => [
          vault,
          named(kid),
        ]),
        // The parts of two texts of the very same row.
        [vault, [version, "k1", otherNonce, body].join(".")],
        [vault, [version, "k1", nonce, otherBody].join(".")],
      ];
      for (const [by, text] of tried) {
        relabelled += 1;
        if (!isRefused(by, kind, text, owner)) opened += 1;
      }
    }),
    { numRuns: Math.ceil(pairs / 10), seed },
  );
  suite.figure("texts with the name of another key, or put together from two", relabelled, {
    atLeast: pairs,
  });
  suite.figure("of those opened", opened, { is: 0 });
});
