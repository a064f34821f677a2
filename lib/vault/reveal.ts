import "server-only";
import type { Secret } from "./secret";

/** Only lib/vault and lib/increase may import this file; the import rules hold them to it. */
const plainValues = new WeakMap<Secret, string>();

export function conceal(secret: Secret, plain: string): void {
  plainValues.set(secret, plain);
}

export function reveal(secret: Secret): string {
  const plain = plainValues.get(secret);
  if (plain === undefined) throw new Error("This secret holds no value");
  return plain;
}
