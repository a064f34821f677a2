import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readPlace, writePlace } from "../banking/place";
import type { Env } from "../env";
import { approve, arrive, begin, makeGroup, newBrowser, signIn, type TestBrowser } from "../testing/sign-in";
import { inRequestOf } from "../testing/staff-headers";
import {
  arriveStaff,
  authorizeStaff,
  beginStaff,
  makeInvitedPerson,
  readStaffActor,
  signInStaff,
} from "../testing/staff-sign-in";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { createCustomerAuth } from "./customer-auth";

vi.mock("next/headers", () => import("../testing/staff-headers"));

const older = "the-secret-of-before-0123456789abcdef";
const newer = "the-secret-of-after-0123456789abcdef0";

let portal: TestPortal;

beforeAll(async () => {
  portal = await startTestPortal({ env: { AUTH_SECRET: older } });
});
afterAll(() => portal.close());

/** The same portal, deployed with these secrets. */
function deployed(...secrets: Env["AUTH_SECRET"]): TestPortal {
  const env = { ...portal.services.env, AUTH_SECRET: secrets };
  return {
    ...portal,
    services: { ...portal.services, env },
    createContext: (actor) => ({ ...portal.createContext(actor), env }),
  };
}

const before = () => deployed(older);
/** The step before the last: what the old secret sealed is still good. */
const between = () => deployed(newer, older);
/** Where many instances are replaced one by one, all have to know the new secret before one of them uses it. */
const announced = () => deployed(older, newer);
const after = () => deployed(newer);

const readCustomer = ({ services }: TestPortal, browser: TestBrowser) =>
  inRequestOf(browser, () => createCustomerAuth(services).auth());

const steps = [
  ["before", "with both listed", before, between],
  ["with the new one announced", "with the new one first", announced, between],
  ["with the new one first", "with the new one only announced", between, announced],
  ["with both listed", "with the new one alone", between, after],
] as const;

describe.each(steps)("a sign-in begun %s, and ended %s", (_begun, _ended, first, second) => {
  test("is a customer's session", async () => {
    const { groupId } = await makeGroup(portal);
    const browser = newBrowser();
    const callback = await approve(portal, begin(first(), browser), groupId);
    expect(await arrive(second(), browser, callback)).toMatchObject({ kind: "signed_in" });
    expect(await readCustomer(second(), browser)).toMatchObject({ groupId });
  });

  test("is a session of the staff's", async () => {
    const person = await makeInvitedPerson(portal);
    const browser = newBrowser();
    const callback = await authorizeStaff(portal, await beginStaff(first(), browser), person);
    const { outcome } = await arriveStaff(second(), browser, callback);
    expect(outcome).toMatchObject({ kind: "signed_in" });
    expect(await readStaffActor(second(), browser)).toMatchObject({ kind: "staff", role: "operator" });
  });
});

describe("under the new secret alone", () => {
  test("sessions begun under the old one go on, the customer's and the staff's", async () => {
    const { groupId } = await makeGroup(portal);
    const customer = await signIn(before(), groupId);
    const staff = await signInStaff(before(), await makeInvitedPerson(portal));
    expect(await readCustomer(after(), customer.browser)).toMatchObject({ groupId });
    expect(await readStaffActor(after(), staff.browser)).toMatchObject({ kind: "staff" });
  });

  test("a sign-in begun under the old one has to be begun again, and is told so", async () => {
    const { groupId } = await makeGroup(portal);
    const browser = newBrowser();
    const callback = await approve(portal, begin(before(), browser), groupId);
    expect(await arrive(after(), browser, callback)).toEqual({ kind: "failed", reason: "state_unknown" });
    const person = await makeInvitedPerson(portal);
    const other = newBrowser();
    const staffCallback = await authorizeStaff(portal, await beginStaff(before(), other), person);
    const { outcome } = await arriveStaff(after(), other, staffCallback);
    expect(outcome).toMatchObject({ kind: "failed", reason: "state" });
  });
});

test("a place in a list stays known as long as its secret is listed", () => {
  const list = { groupId: "group_1", environment: "live", accountId: "account_1", filter: [] } as const;
  const place = { cursor: "cursor_1", lastAt: null };
  const written = writePlace(place, list, before().services.env.AUTH_SECRET);
  expect(readPlace(written, list, between().services.env.AUTH_SECRET)).toEqual(place);
  expect(() => readPlace(written, list, after().services.env.AUTH_SECRET)).toThrow("not known any more");
});
