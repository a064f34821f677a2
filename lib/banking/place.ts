import "server-only";
import { createHmac } from "node:crypto";
import { z } from "zod";
import { deriveKey, isSameText } from "../crypto";
import type { Env } from "../env";
import { AppError } from "../errors";
import type { AccountRef } from "./account-ref";

type AuthSecrets = Env["AUTH_SECRET"];

/** Where a page of a list ended. */
export type Place = {
  /** Increase's own. */
  cursor: string;
  /** When the last transaction before this place was made; null where there was none. */
  lastAt: Date | null;
};

/** The one list that a place is in. */
export type PlaceList = AccountRef & {
  /** All that narrows the list, in any form that is the same for the same filter alone. */
  filter: readonly unknown[];
};

const payload = z.tuple([z.string().min(1), z.number().int().nullable()]);

export function lostPlace(cause?: unknown): AppError {
  return new AppError(
    "invalid_input",
    "The place in the list that this address names is not known any more. Nothing was changed; start again from the newest transactions.",
    { cause },
  );
}

function sign(encoded: string, list: PlaceList, authSecret: string): string {
  const key = deriveKey(authSecret, "portal place in a list v1");
  const { groupId, environment, accountId, filter } = list;
  const signed = JSON.stringify([groupId, environment, accountId, filter, encoded]);
  return createHmac("sha256", key).update(signed).digest("base64url");
}

/** A place as an address can hold it, signed with the first of the secrets. */
export function writePlace({ cursor, lastAt }: Place, list: PlaceList, [authSecret]: AuthSecrets): string {
  const encoded = Buffer.from(JSON.stringify([cursor, lastAt?.getTime() ?? null])).toString("base64url");
  return `${encoded}.${sign(encoded, list, authSecret)}`;
}

/** @throws AppError `invalid_input` for a place that is not of this list */
export function readPlace(text: string, list: PlaceList, authSecrets: AuthSecrets): Place {
  const [encoded = "", signature = ""] = text.split(".");
  // Attack: a link whose place was made up, or taken from another account or filter: the time in it says which balance
  // the first row has, so every balance on the page would be false, and Increase would be shown any cursor.
  const isSigned = authSecrets.some((authSecret) => isSameText(signature, sign(encoded, list, authSecret)));
  if (!isSameText(text, `${encoded}.${signature}`) || !isSigned) throw lostPlace();
  const [cursor, lastMs] = payload.parse(JSON.parse(Buffer.from(encoded, "base64url").toString()));
  return { cursor, lastAt: lastMs === null ? null : new Date(lastMs) };
}
