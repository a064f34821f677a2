import "server-only";
import { findGroupChange } from "@/db/queries/group-changes";
import { requireGroupReader } from "../connections";
import type { Context } from "../context";
import type { IncreaseEnvironment } from "../increase";

/**
 * How often Increase has told of a change of the group's data: a page that was made at another version is out of date.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed` for staff who have given no reason
 */
export async function readChange(
  context: Context,
  { groupId, environment }: { groupId: string; environment: IncreaseEnvironment },
): Promise<{ version: number }> {
  await requireGroupReader(context, "account.read", groupId);
  const change = await findGroupChange(context.db, groupId, environment);
  return { version: change?.version ?? 0 };
}
