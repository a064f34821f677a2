import "server-only";
import type { Context } from "../context";
import type { IncreaseEnvironment } from "../increase";

const saidEveryMs = 60_000;

type Refused = { count: number; saidAt: number };
const refused: Record<IncreaseEnvironment, Refused> = {
  live: { count: 0, saidAt: 0 },
  sandbox: { count: 0, saidAt: 0 },
};

/**
 * Says in the log that deliveries were refused, once a minute at the most: many of them are an attack, or the
 * secret of the event subscription is not the one that is set here.
 */
export function noteForgedDelivery({ log, now }: Context, environment: IncreaseEnvironment): void {
  const of = refused[environment];
  of.count += 1;
  const nowMs = now().getTime();
  if (nowMs - of.saidAt < saidEveryMs) return;
  log.warn({ environment, count: of.count }, "deliveries whose signature fits no secret were refused");
  refused[environment] = { count: 0, saidAt: nowMs };
}
