import "server-only";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { v7 as uuidv7, validate as isUuid } from "uuid";
import { z } from "zod";
import type { OAuthScope } from "../connections/connect";
import { deriveKey } from "../crypto";
import type { Env } from "../env";
import { flowCookiePrefix } from "./cookie-names";

type AuthSecrets = Env["AUTH_SECRET"];

/** One sign-in under way: begun by this browser, ended by the callback that bears its id as `state`. */
export type Flow = {
  id: string;
  scope: OAuthScope;
  callbackUrl: string;
  /** The only group that may come back, where the sign-in was for a certain one. */
  expectedGroupId: string | null;
  connectLinkId: string | null;
  expiresAt: Date;
};

export const flowLifetimeMs = 15 * 60_000;
/** Twelve of them stay under a third of the 16 KB of headers that Node takes. */
const mostFlows = 12;
const nonceBytes = 12;
const tagBytes = 16;

const payload = z.tuple([
  z.enum(["read_only", "read_write"]),
  z.string(),
  z.string().nullable(),
  z.string().nullable(),
  z.number().int(),
]);

/** Ids sort by the time they were made, so the oldest flow is known without opening any. */
export function newFlowId(): string {
  return uuidv7();
}

export function isFlowId(value: string): boolean {
  return isUuid(value);
}

function flowKey(authSecret: string): Buffer {
  return deriveKey(authSecret, "portal sign-in flow v1");
}

/** Under the first of the secrets. */
export function sealFlow(flow: Flow, [authSecret]: AuthSecrets): string {
  const expiresAtSeconds = Math.floor(flow.expiresAt.getTime() / 1000);
  const plain = JSON.stringify([
    flow.scope,
    flow.callbackUrl,
    flow.expectedGroupId,
    flow.connectLinkId,
    expiresAtSeconds,
  ]);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", flowKey(authSecret), nonce, { authTagLength: tagBytes });
  // The id is part of what is sealed: one flow's cookie under another's name does not open.
  cipher.setAAD(Buffer.from(flow.id));
  return Buffer.concat([nonce, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]).toString(
    "base64url",
  );
}

function decrypt(id: string, sealed: string, authSecret: string): unknown {
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", flowKey(authSecret), bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(id));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  const plain =
    decipher.update(bytes.subarray(nonceBytes, -tagBytes), undefined, "utf8") + decipher.final("utf8");
  return JSON.parse(plain);
}

/** Null for a cookie that this portal did not write for this id. Its expiry is for the caller to judge. */
export function openFlow(id: string, sealed: string, authSecrets: AuthSecrets): Flow | null {
  for (const authSecret of authSecrets) {
    const flow = openWith(id, sealed, authSecret);
    if (flow !== null) return flow;
  }
  return null;
}

function openWith(id: string, sealed: string, authSecret: string): Flow | null {
  try {
    const parsed = payload.safeParse(decrypt(id, sealed, authSecret));
    if (!parsed.success) return null;
    const [scope, callbackUrl, expectedGroupId, connectLinkId, expiresAtSeconds] = parsed.data;
    return {
      id,
      scope,
      callbackUrl,
      expectedGroupId,
      connectLinkId,
      expiresAt: new Date(expiresAtSeconds * 1000),
    };
  } catch {
    return null;
  }
}

/** Which flow cookies must go so that one more fits. */
export function surplusFlowCookies(cookieNames: readonly string[], siteOrigin: string): string[] {
  const prefix = flowCookiePrefix(siteOrigin);
  const flows = cookieNames.filter((name) => name.startsWith(prefix)).toSorted();
  return flows.slice(0, Math.max(0, flows.length - (mostFlows - 1)));
}
