import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { rateLimits } from "@/db/schema";
import { createLog } from "../log";
import { createServices, type Services } from "../services";
import { staffActor } from "../testing/staff";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { actLimits, requireActWithinLimit } from "./index";

let portal: TestPortal;
/** Another instance on the same database. */
let second: Services;

beforeAll(async () => {
  portal = await startTestPortal();
  const { env, now } = portal.services;
  second = { ...createServices(env, createLog({ write: () => undefined })), now };
});
beforeEach(async () => {
  // What a process remembers of a limit ends with its window.
  await portal.advance(61);
  await portal.services.db.delete(rateLimits);
});
afterAll(async () => {
  await second.db.close();
  await portal.close();
});

const setCount = (count: number) => portal.services.db.update(rateLimits).set({ count });
const act = (services: Services, actor: ReturnType<typeof staffActor>) =>
  requireActWithinLimit({ ...services, actor });
const refused = {
  code: "rate_limited",
  retryAfterSeconds: expect.any(Number),
  safeMessage: expect.stringMatching(
    /^Too many attempts\. Nothing was changed\. Try again in \d+ seconds\.$/,
  ),
};

test("a session's acts count together over the instances, and no other session's with them", async () => {
  const [ann, bob] = [staffActor("operator"), staffActor("operator")];
  await act(portal.services, ann);
  await setCount(actLimits["act.session"].most);
  await expect(act(second, ann)).rejects.toMatchObject(refused);
  await act(portal.services, { ...ann, sessionId: bob.sessionId });
  await act(portal.services, bob);
  await portal.advance(61);
  await act(portal.services, ann);
});

test("a person's acts have a limit over all their sessions, and nobody else's count with them", async () => {
  const [ann, bob] = [staffActor("operator"), staffActor("operator")];
  await act(portal.services, ann);
  await setCount(actLimits["act.person"].most);
  await expect(act(second, { ...ann, sessionId: bob.sessionId })).rejects.toMatchObject(refused);
  await act(portal.services, bob);
});
