import { setTimeout as delay } from "node:timers/promises";

const timeoutMs = 10_000;

/** Asks until there is something. @throws Error when it takes too long */
export async function untilFound<T>(what: string, find: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await delay(5);
  }
}
