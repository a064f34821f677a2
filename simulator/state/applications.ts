import { dayMs, isoTime } from "../clock";
import { platform } from "../platform";
import type { Row } from "../seed/rows";
import type { OAuthApplication } from "../wire";
import type { World } from "./world";

/** The platform's applications, ascending: one that was deleted, and the one in use. */
export function oauthApplications(world: World): Row<OAuthApplication>[] {
  const anchorMs = world.state.anchorMs;
  return [
    toRow(platform.deletedApplication, 0, anchorMs - 600 * dayMs, anchorMs - 500 * dayMs),
    toRow(platform.application, 1, anchorMs - 510 * dayMs, null),
  ];
}

function toRow(
  application: { id: string; clientId: string; name: string },
  sequence: number,
  at: number,
  deletedMs: number | null,
): Row<OAuthApplication> {
  const value: OAuthApplication = {
    id: application.id,
    client_id: application.clientId,
    created_at: isoTime(at),
    deleted_at: deletedMs === null ? null : isoTime(deletedMs),
    name: application.name,
    status: deletedMs === null ? "active" : "deleted",
    type: "oauth_application",
  };
  return { at, sequence, value };
}
