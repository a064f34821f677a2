import { parseArgs } from "node:util";
import { Problem } from "@/scripts/stack/problem";

const options = {
  json: { type: "boolean", default: false },
  rounds: { type: "string", default: "5" },
  seconds: { type: "string", default: "4" },
} as const;

export type BenchOptions = { isJson: boolean; rounds: number; seconds: number };

/** @throws Problem for words it does not know */
export function readBenchOptions(args: string[]): BenchOptions {
  const { json, rounds, seconds } = parse(args);
  return {
    isJson: json,
    rounds: readCount("rounds", rounds, 1000),
    seconds: readCount("seconds", seconds, 60),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw new Problem("Usage: npm run bench -- [--json] [--rounds=5] [--seconds=4]", { cause });
  }
}

function readCount(name: string, text: string, most: number): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= most) return count;
  throw new Problem(`--${name} is "${text}", but it is a whole number from 1 to ${most}.`);
}
