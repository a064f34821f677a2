import { expect, test } from "vitest";
import { flowCookieName } from "./cookie-names";
import { newFlowId, openFlow, sealFlow, surplusFlowCookies, type Flow } from "./flow-cookie";

const site = "https://portal.example.com";
const authSecret = ["a secret of at least thirty-two characters"] satisfies [string];
const flow: Flow = {
  id: newFlowId(),
  scope: "read_only",
  callbackUrl: "/groups/group_1g4mhziu6kvrs3vz35um",
  expectedGroupId: "group_1g4mhziu6kvrs3vz35um",
  connectLinkId: "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
  expiresAt: new Date(1_800_000_000_000),
};

test("a flow opens as it was sealed, under its own id and secret only", () => {
  const sealed = sealFlow(flow, authSecret);
  expect(openFlow(flow.id, sealed, authSecret)).toEqual(flow);
  expect(openFlow(newFlowId(), sealed, authSecret)).toBeNull();
  expect(openFlow(flow.id, sealed, [`${authSecret[0]}!`])).toBeNull();
  expect(openFlow(flow.id, (sealed.startsWith("A") ? "B" : "A") + sealed.slice(1), authSecret)).toBeNull();
  expect(openFlow(flow.id, "", authSecret)).toBeNull();
});

test("a flow still opens while its secret is the second of two, and is sealed with the first alone", () => {
  const both = ["a newer secret of at least thirty-two", ...authSecret] satisfies [string, string];
  expect(openFlow(flow.id, sealFlow(flow, authSecret), both)).toEqual(flow);
  expect(openFlow(flow.id, sealFlow(flow, both), authSecret)).toBeNull();
});

test("the fullest flow stays under 300 characters", () => {
  expect(sealFlow({ ...flow, callbackUrl: `/${"x".repeat(99)}` }, authSecret).length).toBeLessThan(300);
});

test("ids sort by age and fit into the 64 characters of a state", () => {
  const ids = Array.from({ length: 50 }, newFlowId);
  expect(ids.toSorted()).toEqual(ids);
  expect(ids[0]?.length).toBeLessThanOrEqual(64);
});

test("the oldest flows go, and no other cookie", () => {
  const names = Array.from({ length: 14 }, () => flowCookieName(newFlowId(), site));
  expect(surplusFlowCookies([...names.toReversed(), "authjs.session-token"], site)).toEqual(
    names.slice(0, 3),
  );
  expect(surplusFlowCookies(names.slice(0, 11), site)).toEqual([]);
});
