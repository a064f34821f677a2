import { expect, test } from "vitest";
import { settledWithin } from "./settled-within";

test("what is there in time comes through, what is not is null, and a failure is a failure", async () => {
  expect(await settledWithin(Promise.resolve("list"), 1_000)).toBe("list");
  expect(await settledWithin(new Promise(() => {}), 1)).toBeNull();
  await expect(settledWithin(Promise.reject(new Error("away")), 1_000)).rejects.toThrow("away");
});
