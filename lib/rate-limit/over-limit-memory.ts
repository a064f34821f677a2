import "server-only";
import { LRUCache } from "lru-cache";
import type { CountedWindow } from "@/db/queries/rate-limits";
import type { Services } from "../services";

/** One that is forgotten costs a statement, and lets nobody in. */
const mostKeys = 5_000;

/** One for each database, so one for each process. */
const memories = new WeakMap<Services["db"], LRUCache<string, CountedWindow>>();

/** The windows that this process knows to be over their limit. */
export function overLimitMemory({ db }: Pick<Services, "db">): LRUCache<string, CountedWindow> {
  const known = memories.get(db);
  if (known !== undefined) return known;
  const memory = new LRUCache<string, CountedWindow>({ max: mostKeys });
  memories.set(db, memory);
  return memory;
}
