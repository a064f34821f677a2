import { setTimeout as delay } from "node:timers/promises";

/** Asks until there is something. @throws Error when it takes too long */
export async function untilFound<T>(
  what: string,
  find: () => Promise<T | undefined>,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await delay(1);
  }
}

/** @throws Error when it takes longer than two minutes */
export async function waitUntil(what: string, isSo: () => boolean): Promise<void> {
  await untilFound(what, async () => (isSo() ? true : undefined), 120_000);
}
