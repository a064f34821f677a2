import { createHash } from "node:crypto";
import { idFrom } from "../ids";

/** Deterministic draws: the same name gives the same sequence on every machine. */
export interface Random {
  /** Below 1. */
  next(): number;
  /** Both ends included. */
  int(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
  digits(count: number): string;
  id(prefix: string): string;
}

/** The sfc32 generator, seeded by the SHA-256 of a name. */
export function createRandom(name: string): Random {
  const seed = createHash("sha256").update(name).digest();
  let [a, b, c, d] = [seed.readInt32LE(0), seed.readInt32LE(4), seed.readInt32LE(8), seed.readInt32LE(12)];
  const next = () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  const below = (size: number) => Math.floor(next() * size);
  const int = (low: number, high: number) => low + below(high - low + 1);
  return {
    next,
    int,
    pick: (list) => pickAt(list, below(list.length)),
    chance: (probability) => next() < probability,
    digits: (count) => Array.from({ length: count }, () => below(10)).join(""),
    id: (prefix) => idFrom(prefix, below),
  };
}

function pickAt<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error("Nothing to pick from an empty list.");
  return item;
}
