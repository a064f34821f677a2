import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { Problem } from "../stack/problem";
import { help, readRotationOptions, readVaultEnv } from "./options";

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

test("the demo's public key is good for a database of this machine, whatever the other addresses are", () => {
  const demo = parseEnv(readFileSync(".env.demo", "utf8"));
  const local = { TOKEN_KEYS: demo.TOKEN_KEYS, DATABASE_URL: "postgres://portal@127.0.0.1:5432/portal" };
  for (const others of [
    {},
    { INCREASE_API_URL: "https://api.increase.com", AUTH_URL: "https://p.example.com" },
  ]) {
    expect(readVaultEnv({ ...local, ...others }).TOKEN_KEYS[0]?.kid).toBe("demo-only");
  }
});

describe("the words of the command line", () => {
  test("are --dry-run and --help", () => {
    expect(readRotationOptions([])).toEqual({ isDryRun: false, isHelp: false });
    expect(readRotationOptions(["--dry-run"])).toEqual({ isDryRun: true, isHelp: false });
    for (const arg of ["--help", "-h"]) expect(readRotationOptions([arg]).isHelp).toBe(true);
  });

  test.each([
    ["--dryrun", "--dryrun"],
    ["--dry-run=no", "--dry-run=…"],
    ["-n", "-n"],
    ["k1", "k1"],
    [TOKEN_KEYS, "k2:…"],
    [`TOKEN_KEYS=${TOKEN_KEYS}`, "TOKEN_KEYS=…"],
    ["c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", "c2VjcmV0…"],
  ])("and no other: %s is no dry run, and no run either", (arg, name) => {
    const words = `${name} is not known. Nothing was changed.\n\n${help}`;
    expect(() => readRotationOptions(["--dry-run", arg])).toThrow(new Problem(words));
  });
});
