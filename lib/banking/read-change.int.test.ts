import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beginGroupView } from "../connections";
import { strangersTo } from "../testing/connection-acts";
import { deliver, makeEvent, processAll } from "../testing/deliveries";
import { connectGroup } from "../testing/sign-in";
import { makeStaff, staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { readChange } from ".";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal();
});
afterAll(() => portal.close());

const customerOf = (groupId: string) =>
  portal.createContext({ kind: "customer", groupId, sessionId: uuidv4() });

test("the version is another once a webhook of the group has been processed, and not before", async () => {
  const { groupId } = await connectGroup(portal);
  const read = () => readChange(customerOf(groupId), { groupId, environment: "live" });
  expect(await read()).toEqual({ version: 0 });
  await deliver(portal, makeEvent(), { groupId });
  expect(await read()).toEqual({ version: 0 });
  await processAll(portal);
  expect(await read()).toEqual({ version: 1 });
});

test("live and sandbox, and one group and another, have versions of their own", async () => {
  const [mine, other] = [await connectGroup(portal), await connectGroup(portal)];
  await deliver(portal, makeEvent(), { groupId: mine.groupId, environment: "sandbox" });
  await processAll(portal);
  const versions = await Promise.all(
    [mine.groupId, other.groupId].flatMap((groupId) =>
      (["live", "sandbox"] as const).map((environment) =>
        readChange(customerOf(groupId), { groupId, environment }),
      ),
    ),
  );
  expect(versions.map(({ version }) => version)).toEqual([0, 1, 0, 0]);
});

test("is told to the group's customer, and to staff who have said why they look; to nobody else", async () => {
  const { groupId } = await connectGroup(portal);
  const asked = { groupId, environment: "live" } as const;
  const refused = strangersTo(groupId).filter(([who]) => who !== "the group's own customer");
  for (const [who, actor, code] of refused) {
    await expect(readChange(portal.createContext(actor), asked), who).rejects.toMatchObject({ code });
  }
  const { actor } = await makeStaff(portal, "operator");
  for (const staff of [actor, staffActor("viewer")]) {
    await expect(readChange(portal.createContext(staff), asked)).rejects.toMatchObject({
      code: "not_allowed",
    });
  }
  const look = { id: uuidv4(), groupId, reason: "The customer asked on the phone." };
  await beginGroupView(portal.createContext(actor), look);
  expect(await readChange(portal.createContext(actor), asked)).toEqual({ version: 0 });
});
