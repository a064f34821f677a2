import { setTimeout as delay } from "node:timers/promises";

/** @throws Error when it takes longer than two minutes */
export async function waitUntil(what: string, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await delay(1);
  }
}
