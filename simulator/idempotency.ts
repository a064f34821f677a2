import { ApiError, invalidParameters } from "./errors";
import type { World } from "./state/world";

const maximumLength = 200;

export interface IdempotentCall {
  readonly key: string;
  /** Group and environment. A key of somebody else conflicts, but does not show what they made. */
  readonly owner: string;
  /** The path and the body. */
  readonly fingerprint: string;
}

/**
 * What the same call answered before, or null where the key is new.
 * https://increase.com/documentation/idempotency-keys
 */
export function findReplay(world: World, call: IdempotentCall): Record<string, unknown> | null {
  if (call.key.length === 0 || call.key.length > maximumLength) {
    throw invalidParameters({
      field: "Idempotency-Key",
      message: `must have 1 to ${maximumLength} characters`,
    });
  }
  const used = world.state.idempotency.find((result) => result.key === call.key);
  if (!used) return null;
  const isOwn = used.owner === call.owner;
  if (isOwn && used.fingerprint === call.fingerprint) return used.body;
  const resourceId = isOwn && typeof used.body["id"] === "string" ? used.body["id"] : null;
  throw new ApiError("idempotency_key_already_used_error", "This key was used for a different request.", {
    resource_id: resourceId,
  });
}

export function rememberResult(world: World, call: IdempotentCall, body: object): void {
  world.state.idempotency.push({ ...call, body: { ...body } });
  world.changed();
}
