import { randomBytes, randomInt } from "node:crypto";

const base36 = "0123456789abcdefghijklmnopqrstuvwxyz";

/** Characters after the prefix. Event ids are longer than the others at Increase. */
const idLength = 20;
const eventIdLength = 27;

/** An id in Increase's look: a prefix, then base 36. `randomId("connection")` → `connection_dauk…`. */
export function randomId(prefix: string): string {
  return idFrom(prefix, (size) => randomInt(size));
}

/** The same, drawn from a source of integers below `size`: the seed draws its ids this way. */
export function idFrom(prefix: string, intBelow: (size: number) => number): string {
  const length = prefix.startsWith("event") ? eventIdLength : idLength;
  let id = `${prefix}_`;
  for (let i = 0; i < length; i += 1) id += base36.charAt(intBelow(base36.length));
  return id;
}

/** 256 bits nobody can guess: access tokens and authorization codes. */
export function randomSecret(): string {
  return randomBytes(32).toString("base64url");
}
