import "server-only";
import { LRUCache } from "lru-cache";
import type { TokenPlace } from "../connections";
import type { Context } from "../context";

const mostBalances = 20_000;
const rememberedMs = 10 * 60_000;
/** By then Increase's clock, too, has passed a moment, and what belongs before it is posted. */
const settledAfterMs = 5 * 60_000;

/** One for each door to Increase, so one for each process. */
const memories = new WeakMap<Context["increase"], LRUCache<string, number>>();

function memoryOf({ increase, now }: Context): LRUCache<string, number> {
  const known = memories.get(increase);
  if (known !== undefined) return known;
  const memory = new LRUCache<string, number>({
    max: mostBalances,
    ttl: rememberedMs,
    // Bank data of a group that has left goes by itself, not when its place is needed.
    ttlAutopurge: true,
    perf: { now: () => now().getTime() },
  });
  memories.set(increase, memory);
  return memory;
}

/**
 * An account's balances at past moments, which never change: transactions are immutable. They belong to the token that
 * they were read with, and none is found with another.
 */
export function balanceMemory(context: Context, token: TokenPlace, accountId: string) {
  const memory = memoryOf(context);
  const { connectionId, generation, environment } = token;
  const keyOf = (at: Date) =>
    JSON.stringify([connectionId, generation, environment, accountId, at.getTime()]);
  return {
    find: (at: Date): number | null => memory.get(keyOf(at)) ?? null,
    keep(at: Date, cents: number): void {
      if (context.now().getTime() - at.getTime() >= settledAfterMs) memory.set(keyOf(at), cents);
    },
  };
}
