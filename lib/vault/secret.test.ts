import { inspect } from "node:util";
import { expect, test } from "vitest";
import { reveal } from "./reveal";
import { Secret } from "./secret";

test("a secret shows itself to nobody but reveal", () => {
  const secret = new Secret("very-secret");
  const shown = [
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ secret }, { depth: 9 }),
    inspect({ secret }, { depth: 9, customInspect: false, showHidden: true }),
    JSON.stringify({ ...secret }),
  ];
  for (const text of shown) expect(text).not.toContain("very-secret");
  expect(reveal(secret)).toBe("very-secret");
});

test("a line that was to hold a secret says that one was there", () => {
  const token = new Secret("very-secret");
  expect(`Bearer ${token}`).toBe("Bearer [secret]");
  expect(JSON.stringify({ token })).toBe('{"token":"[secret]"}');
  expect(inspect({ token })).toBe("{ token: [secret] }");
});

test("what only looks like a secret is refused, and not sent as a token that is none", () => {
  const copy = structuredClone(new Secret("very-secret"));
  expect(() => reveal(copy)).toThrow("This secret holds no value");
});
