import { defineEndpoint } from "../endpoint";
import { noParameters } from "../query";
import { toWireGroup } from "../state/groups";

/** https://increase.com/documentation/api/groups */
export const groupEndpoints = [
  defineEndpoint({
    method: "GET",
    path: "/groups/current",
    access: "group",
    query: noParameters,
    body: noParameters,
    handle: ({ world, environment, group }) => toWireGroup(world, environment, group),
  }),
];
