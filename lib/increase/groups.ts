import "server-only";
import { z } from "zod";
import { call, callDated, type GroupClient, type PlatformClient } from "./client";

const group = z
  .object({ id: z.string().min(1), created_at: z.coerce.date().optional() })
  .transform((wire) => ({ id: wire.id, createdAt: wire.created_at ?? null }));

export type Group = z.output<typeof group>;

/** The group that the token belongs to. https://increase.com/documentation/api/groups @throws UpstreamError */
export async function getCurrentGroup({ sdk }: GroupClient): Promise<Group> {
  return call(sdk.groups.retrieve(), group);
}

/**
 * The group of the platform's own key, and what Increase's clock showed meanwhile.
 * https://increase.com/documentation/api/groups
 * @throws UpstreamError
 */
export async function getPlatformGroup({
  sdk,
}: PlatformClient): Promise<{ group: Group; date: Date | null }> {
  const { value, date } = await callDated(sdk.groups.retrieve(), group);
  return { group: value, date };
}
