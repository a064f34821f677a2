import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { readRotationOptions, readVaultEnv } from "./options";

const TOKEN_KEYS = `k2:${Buffer.alloc(32, 2).toString("base64")},k1:${Buffer.alloc(32, 1).toString("base64")}`;
const DATABASE_URL = "postgres://u:p@db.example.com/portal";

describe("the environment of a rotation", () => {
  test("is the keys and the database, and no other secret", () => {
    const { TOKEN_KEYS: keys, ...rest } = readVaultEnv({ TOKEN_KEYS, DATABASE_URL, AUTH_SECRET: "short" });
    expect(keys.map(({ kid }) => kid)).toEqual(["k2", "k1"]);
    expect(rest).toEqual({ DATABASE_URL, NEON_WS_PROXY: undefined });
  });

  test.each([
    ["no key", { DATABASE_URL }, /Nothing was changed.*TOKEN_KEYS is missing$/s],
    ["no database", { TOKEN_KEYS }, /DATABASE_URL is missing$/],
    ["a key that is too short", { TOKEN_KEYS: "k1:c2hvcnQ=", DATABASE_URL }, /TOKEN_KEYS must be kid:base64/],
    [
      "the demo's public key, for a real database",
      { ...parseEnv(readFileSync(".env.demo", "utf8")), DATABASE_URL },
      /TOKEN_KEYS holds the public value of \.env\.demo/,
    ],
  ])("with %s is refused, by name and without a value", (_what, env, words) => {
    expect(() => readVaultEnv(env)).toThrow(words);
    expect(() => readVaultEnv(env)).not.toThrow(/INCREASE_|AUTH_|c2hvcnQ/);
  });
});

test("a word that it does not know is no dry run, and no run either", () => {
  expect(readRotationOptions([])).toEqual({ isDryRun: false });
  expect(readRotationOptions(["--dry-run"])).toEqual({ isDryRun: true });
  for (const args of [["--dryrun"], ["--dry-run=no"], ["k1"]]) {
    expect(() => readRotationOptions(args)).toThrow("Usage: npm run tokens:rotate");
  }
});
