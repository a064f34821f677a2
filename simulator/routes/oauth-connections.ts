import { z } from "zod";
import { defineEndpoint } from "../endpoint";
import type { Call } from "../endpoint";
import { objectNotFound } from "../errors";
import { answerList, isIn, isSame } from "../listing";
import { inList, noParameters, objectId, pageParameters } from "../query";
import { toWireConnection } from "../state/connections";
import { allOf } from "../wire";
import type { OAuthConnection } from "../wire";

const statuses = allOf<OAuthConnection["status"]>()(["active", "inactive"]);

const ListQuery = z.strictObject({
  ...pageParameters,
  oauth_application_id: objectId.optional(),
  "status.in": inList(statuses).default(["active"]),
});

/** https://increase.com/documentation/api/oauth-connections */
export const oauthConnectionEndpoints = [
  defineEndpoint({
    method: "GET",
    path: "/oauth_connections",
    access: "platform",
    query: ListQuery,
    body: noParameters,
    handle: (call) =>
      answerList(call, connectionsIn(call), {
        keep: (connection) =>
          isIn(connection.deletedAt === null ? "active" : "inactive", call.query["status.in"]) &&
          isSame(connection.applicationId, call.query.oauth_application_id),
        toWire: (connection) => toWireConnection(call.world, connection),
      }),
  }),
  defineEndpoint({
    method: "GET",
    path: "/oauth_connections/:id",
    access: "platform",
    query: noParameters,
    body: noParameters,
    handle: getConnection,
  }),
];

function connectionsIn({ world, environment }: Call<unknown, unknown>) {
  return world.state.connections.filter((connection) => connection.environment === environment);
}

function getConnection(call: Call<unknown, unknown>): OAuthConnection {
  const { world, environment, id } = call;
  const connection = world.state.connections.find((known) => known.id === id);
  const isHidden =
    connection && connection.deletedAt !== null && world.state.switches.inactive_connection === "not_found";
  if (!connection || isHidden) throw objectNotFound(id);
  if (connection.environment !== environment) throw objectNotFound(id, connection.environment);
  return toWireConnection(world, connection);
}
