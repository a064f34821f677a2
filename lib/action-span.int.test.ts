import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { SpanStatusCode } from "@opentelemetry/api";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { getConnection } from "./connections";
import type { ActionResult } from "./action";
import type { Context } from "./context";
import { AppError } from "./errors";
import { connectGroup, type TestBrowser } from "./testing/sign-in";
import { inRequestOf } from "./testing/staff-headers";
import { makeInvitedPerson, signInStaff } from "./testing/staff-sign-in";
import { recordTelemetry, type RecordedTelemetry } from "./testing/telemetry";
import { siteOrigin, startTestPortal, type TestPortal } from "./testing/test-portal";

vi.mock("next/headers", () => import("./testing/staff-headers"));
vi.mock("next/cache", () => ({ refresh: () => undefined }));

let portal: TestPortal;
let recorded: RecordedTelemetry;
let groupId: string;
let browsers: Record<"customer" | "staff", TestBrowser>;

/** The process's own services, as actions find them, on the test's database. */
beforeAll(async () => {
  recorded = recordTelemetry();
  portal = await startTestPortal();
  const connected = await connectGroup(portal);
  groupId = connected.groupId;
  const { browser: staff } = await signInStaff(portal, await makeInvitedPerson(portal));
  browsers = { customer: connected.browser, staff };
  const demo = parseEnv(readFileSync(".env.demo", "utf8"));
  for (const [name, value] of Object.entries(demo)) vi.stubEnv(name, value);
  vi.stubEnv("DATABASE_URL", portal.services.env.DATABASE_URL);
  vi.stubEnv("STAFF_OIDC_ISSUER", portal.services.env.STAFF_OIDC_ISSUER);
});
beforeEach(() => recorded.clear());
afterAll(async () => {
  const { services } = await import("./services");
  await services().db.close();
  await portal.close();
  await recorded.close();
  vi.unstubAllEnvs();
});

const requestId = "req_of_the_act";

/** Sends a form whose every field, and the browser's every cookie, are nobody else's to see. */
async function send(side: "customer" | "staff", work: (context: Context) => Promise<ActionResult>) {
  const { formAction, staffAction } = await import("./action");
  const act = (side === "customer" ? formAction : staffAction)(z.object({ note: z.string() }), work);
  const form = new FormData();
  form.set("note", "f0rm-canary");
  const headers = { origin: siteOrigin, "x-request-id": requestId, referer: `${siteOrigin}/?r3ferer-canary` };
  return inRequestOf(browsers[side], () => act({ status: "idle" }, form), siteOrigin, headers);
}

function theAct() {
  const [span, ...others] = recorded.spansNamed("action.run");
  if (span === undefined || others.length > 0) throw new Error("an act is one span");
  return span;
}

function expectNothingPrivate(side: "customer" | "staff") {
  const told = recorded
    .spans()
    .map(({ name, attributes, events, links, status }) => ({ name, attributes, events, links, status }));
  const text = JSON.stringify(told);
  expect(text).toContain("action.run");
  expect(text).not.toContain("canary");
  const cookies = [...browsers[side].cookies.values()];
  expect(cookies.length).toBeGreaterThan(0);
  for (const value of cookies) expect(text).not.toContain(value);
}

describe.each(["customer", "staff"] as const)("an act of a %s is a span", (side) => {
  const attributes = { "portal.audience": side, "portal.request_id": requestId };

  test("that says whose act it was and in which request, and no more", async () => {
    expect(await send(side, async () => ({ message: "m3ssage-canary" }))).toMatchObject({ status: "done" });
    expect(theAct().attributes).toEqual(attributes);
    expect(theAct().status.code).toBe(SpanStatusCode.UNSET);
    expectNothingPrivate(side);
  });

  test("with the code of a refusal, which is no error, and not its words", async () => {
    await send(side, async () => {
      throw new AppError("conflict", "w0rds-canary");
    });
    expect(theAct().attributes).toEqual({
      ...attributes,
      "portal.error_code": "conflict",
      "error.type": "AppError",
    });
    expect(theAct().status.code).toBe(SpanStatusCode.UNSET);
    expectNothingPrivate(side);
  });

  test("that is an error where the act failed by a fault of ours, without its words", async () => {
    expect(
      await send(side, async () => {
        throw new TypeError("w0rds-canary");
      }),
    ).toMatchObject({ status: "failed" });
    expect(theAct().attributes).toEqual({
      ...attributes,
      "portal.error_code": "internal",
      "error.type": "TypeError",
    });
    expect(theAct().status.code).toBe(SpanStatusCode.ERROR);
    expectNothingPrivate(side);
  });
});

test("the verb that an act calls is a span under it", async () => {
  await send("customer", async (context) => {
    await getConnection(context, { groupId });
    return { message: "done" };
  });
  const [verb] = recorded.spansNamed("connections.getConnection");
  expect(verb?.parentSpanContext?.spanId).toBe(theAct().spanContext().spanId);
});
