import { z } from "zod";
import { defineEndpoint } from "../endpoint";
import { objectNotFound } from "../errors";
import { answerList, isIn } from "../listing";
import { createdAtParameters, inList, noParameters, pageParameters } from "../query";
import { oauthApplications } from "../state/applications";
import { allOf } from "../wire";
import type { OAuthApplication } from "../wire";

const statuses = allOf<OAuthApplication["status"]>()(["active", "deleted"]);

const ListQuery = z.strictObject({
  ...pageParameters,
  ...createdAtParameters,
  "status.in": inList(statuses).optional(),
});

/** https://increase.com/documentation/api/oauth-applications */
export const oauthApplicationEndpoints = [
  defineEndpoint({
    method: "GET",
    path: "/oauth_applications",
    access: "platform",
    query: ListQuery,
    body: noParameters,
    handle: (call) =>
      answerList(call, oauthApplications(call.world), {
        keep: ({ value }) => isIn(value.status, call.query["status.in"]),
        toWire: ({ value }) => value,
      }),
  }),
  defineEndpoint({
    method: "GET",
    path: "/oauth_applications/:id",
    access: "platform",
    query: noParameters,
    body: noParameters,
    handle(call) {
      const row = oauthApplications(call.world).find(({ value }) => value.id === call.id);
      if (!row) throw objectNotFound(call.id);
      return row.value;
    },
  }),
];
