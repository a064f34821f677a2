import { isoTime } from "../clock";
import type { Environment } from "../environment";
import type { Group } from "../seed/groups";
import type { Group as WireGroup } from "../wire";
import type { World } from "./world";

/** A group's id as callers see it in an environment: a switch gives it another one in the sandbox. */
export function groupIdIn(world: World, environment: Environment, group: Group): string {
  const differs = environment === "sandbox" && world.state.switches.sandbox_group_id === "different";
  return differs ? group.otherSandboxId : group.id;
}

export function customerGroups(world: World): Group[] {
  return [...world.groups.values()].filter((group) => group.kind === "customer");
}

/** https://increase.com/documentation/api/groups */
export function toWireGroup(world: World, environment: Environment, group: Group): WireGroup {
  return { id: groupIdIn(world, environment, group), created_at: isoTime(group.createdMs), type: "group" };
}
