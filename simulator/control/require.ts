import type { Group } from "../seed/groups";
import type { World } from "../state/world";
import { ControlError } from "./input";

/** The platform's own group or a customer's. @throws ControlError 404 */
export function requireGroup(world: World, groupId: string): Group {
  const group = world.groups.get(groupId);
  if (!group) throw new ControlError(404, `There is no group ${groupId}.`);
  return group;
}

/** @throws ControlError 404 */
export function requireCustomer(world: World, groupId: string): void {
  if (world.groups.get(groupId)?.kind !== "customer") {
    throw new ControlError(404, `There is no customer group ${groupId}.`);
  }
}
