import { expect, test } from "vitest";
import { newSessionToken } from "./session-token";

test("a session's token is 256 random bits", () => {
  const tokens = Array.from({ length: 100 }, newSessionToken);
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) expect(Buffer.from(token, "base64url")).toHaveLength(32);
});
