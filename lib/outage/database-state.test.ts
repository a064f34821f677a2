import { afterEach, expect, test, vi } from "vitest";
import { isDatabaseAway, noteDatabaseAway } from "./database-state";

afterEach(() => {
  globalThis.portalDatabaseAway = undefined;
  vi.useRealTimers();
});

test("nobody is asked while nobody has found it away", async () => {
  expect(await isDatabaseAway()).toBe(false);
});

test("once found away, one question a second is asked for everybody, until it is answered", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const probe = vi.fn(async () => false);
  noteDatabaseAway(probe);
  const together = await Promise.all(Array.from({ length: 10 }, () => isDatabaseAway()));
  expect(together).toEqual(together.map(() => true));
  vi.advanceTimersByTime(900);
  expect(await isDatabaseAway()).toBe(true);
  expect(probe).toHaveBeenCalledTimes(1);
  probe.mockResolvedValue(true);
  vi.advanceTimersByTime(200);
  expect(await isDatabaseAway()).toBe(false);
  expect(probe).toHaveBeenCalledTimes(2);
  expect(await isDatabaseAway()).toBe(false);
  expect(probe).toHaveBeenCalledTimes(2);
});

test("a question that is not answered holds nobody up for long, and is not asked twice at once", async () => {
  let answer = (_answers: boolean): void => undefined;
  const probe = vi.fn(() => new Promise<boolean>((resolve) => void (answer = resolve)));
  noteDatabaseAway(probe);
  expect(await Promise.all([isDatabaseAway(), isDatabaseAway()])).toEqual([true, true]);
  expect(probe).toHaveBeenCalledTimes(1);
  const last = isDatabaseAway();
  answer(true);
  expect(await last).toBe(false);
  expect(await isDatabaseAway()).toBe(false);
});
