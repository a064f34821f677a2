import "server-only";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { z } from "zod";
import { reveal } from "./reveal";
import { Secret } from "./secret";

type VaultKey = { kid: string; key: Buffer };

/** What a sealed text belongs to. Moved to another row, it does not open. */
export type TokenOwner = { connectionId: string; groupId: string; environment: "live" | "sandbox" };

/** What a text is, which is bound to it: one kind never opens as another. */
type Kind = "token" | "bank data";

export type Vault = {
  /** The names of its keys: the first seals, all open. */
  readonly keyIds: readonly [string, ...string[]];
  /** `v1.<kid>.<nonce>.<ciphertext and tag>`, the last two in base64url. */
  seal(secret: Secret, owner: TokenOwner): string;
  /** @throws VaultError where the key is gone, the text was changed, or it belongs to another owner. */
  open(sealed: string, owner: TokenOwner): Secret;
  /** The same for bank data that is kept, which is no secret among those who may read the group's pages. */
  sealData(data: string, owner: TokenOwner): string;
  /** @throws VaultError as `open` does */
  openData(sealed: string, owner: TokenOwner): string;
  /** Which key a token is sealed with, by its name. @throws VaultError for what no vault has written */
  keyIdOf(sealed: string): string;
};

export class VaultError extends Error {
  override readonly name = "VaultError";
}

const nonceBytes = 12;
const tagBytes = 16;
/** In its one spelling: the last character of base64url can differ and mean the same bytes. */
const base64url = z
  .string()
  .min(1)
  .refine((text) => Buffer.from(text, "base64url").toString("base64url") === text);
const envelope = z.tuple([z.literal("v1"), z.string().min(1), base64url, base64url]);

type Bound = TokenOwner & { kind: Kind };

function additionalData(kid: string, { kind, connectionId, groupId, environment }: Bound): Buffer {
  // A JSON array can't be read two ways, as joined text could.
  return Buffer.from(JSON.stringify([kind, "v1", kid, connectionId, groupId, environment]));
}

function sealWith({ kid, key }: VaultKey, plain: string, owner: Bound): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(additionalData(kid, owner));
  const ciphertext = Buffer.concat([cipher.update(Buffer.from(plain)), cipher.final(), cipher.getAuthTag()]);
  return ["v1", kid, nonce.toString("base64url"), ciphertext.toString("base64url")].join(".");
}

function readEnvelope(sealed: string) {
  const parts = envelope.safeParse(sealed.split("."));
  if (!parts.success) throw new VaultError("A sealed text is not of the form this vault writes");
  return parts.data;
}

function openWith(keys: readonly VaultKey[], sealed: string, owner: Bound): string {
  const [, kid, nonce, body] = readEnvelope(sealed);
  const key = keys.find((candidate) => candidate.kid === kid);
  if (key === undefined) throw new VaultError(`TOKEN_KEYS holds no key named ${kid}`);
  const bytes = Buffer.from(body, "base64url");
  try {
    // Attack: a tag cut to four bytes, which is soon guessed. Without a length, any that GCM knows is taken.
    const decipher = createDecipheriv("aes-256-gcm", key.key, Buffer.from(nonce, "base64url"), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(additionalData(kid, owner));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString();
  } catch (cause) {
    throw new VaultError("A sealed text was changed or belongs to another connection", { cause });
  }
}

/** AES-256-GCM under the first key; any listed key opens. */
export function createVault(keys: readonly VaultKey[]): Vault {
  const [sealingKey, ...others] = keys;
  if (sealingKey === undefined) throw new VaultError("TOKEN_KEYS holds no key");
  return {
    keyIds: [sealingKey.kid, ...others.map(({ kid }) => kid)],
    seal: (secret, owner) => sealWith(sealingKey, reveal(secret), { ...owner, kind: "token" }),
    open: (sealed, owner) => new Secret(openWith(keys, sealed, { ...owner, kind: "token" })),
    sealData: (data, owner) => sealWith(sealingKey, data, { ...owner, kind: "bank data" }),
    openData: (sealed, owner) => openWith(keys, sealed, { ...owner, kind: "bank data" }),
    keyIdOf: (sealed) => readEnvelope(sealed)[1],
  };
}
