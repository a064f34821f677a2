import { parseArgs } from "node:util";
import { Problem } from "@/scripts/stack/problem";

export const benchParts = ["intake", "connections", "groups", "operation", "lighthouse"] as const;
export type BenchPart = (typeof benchParts)[number];

const options = {
  json: { type: "boolean", default: false },
  rounds: { type: "string", default: "5" },
  seconds: { type: "string", default: "4" },
  only: { type: "string" },
} as const;

export type BenchOptions = {
  isJson: boolean;
  rounds: number;
  seconds: number;
  parts: readonly BenchPart[];
};

/** @throws Problem for words it does not know */
export function readBenchOptions(args: string[]): BenchOptions {
  const { json, rounds, seconds, only } = parse(args);
  return {
    isJson: json,
    rounds: readCount("rounds", rounds, 1000),
    seconds: readCount("seconds", seconds, 60),
    parts: only === undefined ? benchParts : [readPart(only)],
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw new Problem("Usage: npm run bench -- [--json] [--rounds=5] [--seconds=4] [--only=PART]", { cause });
  }
}

function readPart(name: string): BenchPart {
  const part = benchParts.find((known) => known === name);
  if (part !== undefined) return part;
  throw new Problem(`There is no part "${name}" of the bench. The parts are ${benchParts.join(", ")}.`);
}

function readCount(name: string, text: string, most: number): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= most) return count;
  throw new Problem(`--${name} is "${text}", but it is a whole number from 1 to ${most}.`);
}
