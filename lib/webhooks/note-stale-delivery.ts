import "server-only";
import { countStaleDelivery } from "@/db/queries/stale-deliveries";
import type { Context } from "../context";
import type { IncreaseEnvironment } from "../increase";

/** An authentic delivery was refused for its age: a clock is wrong, or somebody sends an old one again. */
export async function noteStaleDelivery(
  { db, log, now }: Context,
  environment: IncreaseEnvironment,
  skewSeconds: number,
): Promise<void> {
  log.warn({ environment, skewSeconds }, "an authentic delivery was too old or too new");
  await countStaleDelivery(db, { environment, lastAt: now(), lastSkewSeconds: skewSeconds });
}
