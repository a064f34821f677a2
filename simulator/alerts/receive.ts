import { hasSignature, standardSignature } from "../deliveries/signature";
import { secondMs } from "../clock";
import { platform } from "../platform";
import type { World } from "../state/world";

const kept = 1_000;
const toleranceMs = 300 * secondMs;

interface Delivered {
  webhookId: string | undefined;
  timestamp: string | undefined;
  signature: string | undefined;
  body: Buffer;
}

/** Stores what arrived; whether it was authentic. The same webhook-id again only counts. */
export function receiveAlert(world: World, delivered: Delivered): boolean {
  const isSignatureValid = isAuthentic(world, delivered);
  const webhookId = delivered.webhookId ?? null;
  const { alerts } = world.state;
  const known = alerts.find(
    (alert) =>
      webhookId !== null && alert.webhookId === webhookId && alert.isSignatureValid === isSignatureValid,
  );
  if (known) {
    known.deliveries += 1;
  } else {
    const body = delivered.body.toString("utf8");
    alerts.push({ receivedAt: world.clock.nowMs(), webhookId, isSignatureValid, body, deliveries: 1 });
    if (alerts.length > kept) alerts.shift();
  }
  world.changed();
  return isSignatureValid;
}

function isAuthentic(world: World, { webhookId, timestamp, signature, body }: Delivered): boolean {
  if (webhookId === undefined || timestamp === undefined || signature === undefined) return false;
  if (!/^\d+$/.test(timestamp) || !isFresh(world, Number(timestamp) * secondMs)) return false;
  return hasSignature(signature, standardSignature(platform.alertSecret, webhookId, timestamp, body));
}

/** The platform may keep the machine's time or, in a test, move with the simulator's. */
function isFresh(world: World, sentMs: number): boolean {
  const nowMs = world.clock.nowMs();
  return [nowMs, nowMs - world.clock.offsetMs].some((now) => Math.abs(now - sentMs) <= toleranceMs);
}
