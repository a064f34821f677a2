import "server-only";
import { z } from "zod";
import { call, type GroupClient } from "./client";

const group = z
  .object({ id: z.string().min(1), created_at: z.coerce.date().optional() })
  .transform((wire) => ({ id: wire.id, createdAt: wire.created_at ?? null }));

export type Group = z.output<typeof group>;

/** The group that the token belongs to. https://increase.com/documentation/api/groups @throws UpstreamError */
export async function getCurrentGroup({ sdk }: GroupClient): Promise<Group> {
  return call(sdk.groups.retrieve(), group);
}
