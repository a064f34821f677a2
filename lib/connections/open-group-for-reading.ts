import "server-only";
import type { ConnectionTokenRow } from "@/db/queries/connection-tokens";
import type { ConnectionWithTokens } from "@/db/queries/connections";
import type { Permission } from "../auth/permissions";
import type { Context } from "../context";
import { AppError } from "../errors";
import type { IncreaseEnvironment } from "../increase";
import { requireGroupReader } from "./group-view";
import { findKey, openDoor, tokenPlaceOf, type OpenGroup } from "./open-group";
import { needsReconnect, sandboxRefused } from "./refusals";
import { remintSandboxToken } from "./remint-sandbox-token";

/** The sandbox side: a token that Increase refuses is minted anew, once. */
async function openSandboxDoor(
  context: Context,
  connection: ConnectionWithTokens,
  token: ConnectionTokenRow,
): Promise<Pick<OpenGroup, "call">> {
  const first = await openDoor(context, connection, token, sandboxRefused);
  let reminted: Promise<Pick<OpenGroup, "call">> | undefined;
  const remint = async () => {
    const { id: connectionId, groupId } = connection;
    const refused = { connectionId, groupId, generation: token.generation };
    const fresh = await remintSandboxToken(context, refused);
    return openDoor(context, connection, fresh, sandboxRefused);
  };
  return {
    async call(work, options) {
      if (reminted !== undefined) return (await reminted).call(work, options);
      try {
        return await first.call(work, options);
      } catch (error) {
        const isRefused = error instanceof AppError && error.code === "sandbox_refused";
        if (!isRefused) throw error;
        reminted ??= remint();
        return (await reminted).call(work, options);
      }
    },
  };
}

async function open(context: Context, groupId: string, environment: IncreaseEnvironment): Promise<OpenGroup> {
  const { connection, token } = await findKey(context, groupId, environment);
  const door =
    environment === "sandbox"
      ? await openSandboxDoor(context, connection, token)
      : await openDoor(context, connection, token, needsReconnect);
  return { ...door, token: tokenPlaceOf(connection, token) };
}

/** The doors that a request has opened: its parts share one, and what one of them learns of the token. */
const opened = new WeakMap<Context, Map<string, Promise<OpenGroup>>>();

/**
 * The first line of a verb that reads a group's bank data: the permission, then the group's door.
 * @throws as requireGroupReader does; AppError `not_connected`, `no_sandbox_token`
 */
export async function openGroupForReading(
  context: Context,
  permission: Permission,
  { groupId, environment }: { groupId: string; environment: IncreaseEnvironment },
): Promise<OpenGroup> {
  await requireGroupReader(context, permission, groupId);
  const doors = opened.get(context) ?? new Map<string, Promise<OpenGroup>>();
  opened.set(context, doors);
  const key = JSON.stringify([environment, groupId]);
  const door = doors.get(key) ?? open(context, groupId, environment);
  doors.set(key, door);
  return door;
}
