import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { z } from "zod";
import type { Actor, Context, RequestSource } from "../context";
import { readRequestId } from "../request-id";
import { services } from "../services";
import { createCustomerAuth, type CustomerAuth } from "./customer-auth";
import { peekCustomerActor, peekStaffActor } from "./peek-actor";
import { createStaffAuth, type StaffAuth } from "./staff/auth";
import { toStaffActor } from "./staff/read-actor";

let shared: CustomerAuth | undefined;

export function customerAuth(): CustomerAuth {
  shared ??= createCustomerAuth(services());
  return shared;
}

let sharedOfStaff: StaffAuth | undefined;

export function staffAuth(): StaffAuth {
  sharedOfStaff ??= createStaffAuth(services());
  return sharedOfStaff;
}

const sessionSchema = z.object({ groupId: z.string().min(1), sessionId: z.uuid() });

async function readActor(): Promise<Actor | null> {
  // Auth.js can answer with something truthy that is no session; only the exact form counts as one.
  const session = sessionSchema.safeParse(await customerAuth().auth());
  return session.success ? { kind: "customer", ...session.data } : null;
}

async function readStaffActor(): Promise<Actor | null> {
  return toStaffActor(await staffAuth().auth());
}

async function readRequest(): Promise<{ requestId: string; source: RequestSource }> {
  const requestHeaders = await headers();
  return {
    requestId: await readRequestId(),
    source: { ipAddress: null, userAgent: requestHeaders.get("user-agent")?.slice(0, 300) ?? null },
  };
}

/**
 * The context of a request to a customer's page or action: who acts, and with what. Read once for each request.
 * A session of the staff, which the same browser may hold, is not looked at.
 */
export const getContext = cache(async (): Promise<Context> => {
  const [actor, request] = await Promise.all([readActor(), readRequest()]);
  return { ...services(), actor, ...request };
});

/** The same for the staff's pages and actions, where a customer's session is not looked at. */
export const getStaffContext = cache(async (): Promise<Context> => {
  const [actor, request] = await Promise.all([readStaffActor(), readRequest()]);
  return { ...services(), actor, ...request };
});

/** The context of a request that must not keep the customer's session alive. */
export async function getPeekingContext(): Promise<Context> {
  const [actor, request] = await Promise.all([peekCustomerActor(services()), readRequest()]);
  return { ...services(), actor, ...request };
}

/** The same for the staff. */
export async function getPeekingStaffContext(): Promise<Context> {
  const [actor, request] = await Promise.all([peekStaffActor(services()), readRequest()]);
  return { ...services(), actor, ...request };
}
