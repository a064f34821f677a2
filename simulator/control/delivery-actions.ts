import { z } from "zod";
import { DeliveryModes } from "../deliveries/records";
import { environments } from "../environment";
import { recordAnyEvent } from "../state/events";
import type { World } from "../state/world";
import type { AnyEvent } from "../wire";
import { parseInput } from "./input";
import { requireGroup } from "./require";

/** Changes the modes that are named; an unknown name or value changes none. */
export function setDeliveryModes(world: World, changes: unknown): void {
  const given = parseInput(z.record(z.string(), z.unknown()), changes);
  world.state.deliveryModes = parseInput(DeliveryModes, { ...world.state.deliveryModes, ...given });
  world.changed();
}

/** Any category will do: Increase may add one at any time. */
export const NewEvent = z.strictObject({
  environment: z.enum(environments).default("live"),
  /** Null: the platform's own event. */
  group_id: z.string().nullable().default(null),
  category: z.string().min(1).max(200),
  associated_object_id: z.string().min(1).max(200).optional(),
  associated_object_type: z.string().min(1).max(200).default("group"),
});

export function fireEvent(world: World, input: z.infer<typeof NewEvent>): AnyEvent {
  const groupId = requireGroup(world, input.group_id ?? world.platformGroup.id).id;
  return recordAnyEvent(world, {
    environment: input.environment,
    groupId,
    category: input.category,
    objectId: input.associated_object_id ?? groupId,
    objectType: input.associated_object_type,
  });
}
