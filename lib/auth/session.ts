import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { createContext, type Context, type RequestSource } from "../context";
import { readRequestId } from "../http/request-id";
import { services } from "../services";
import { createCustomerAuth, type CustomerAuth } from "./customer-auth";
import { peekCustomerActor, peekStaffActor } from "./peek-actor";
import { readCustomerActor } from "./read-customer-actor";
import { readSource } from "./request-source";
import { createStaffAuth, type StaffAuth } from "./staff/auth";
import { readStaffActor } from "./staff/read-actor";

let shared: CustomerAuth | undefined;

/** The Auth.js instance that this process serves customers with, made at the first call. @throws as services() does */
export function customerAuth(): CustomerAuth {
  shared ??= createCustomerAuth(services());
  return shared;
}

let sharedOfStaff: StaffAuth | undefined;

/** The same for the staff: with tables and cookies of its own. */
export function staffAuth(): StaffAuth {
  sharedOfStaff ??= createStaffAuth(services());
  return sharedOfStaff;
}

async function readRequest(): Promise<{ requestId: string; source: RequestSource }> {
  return { requestId: await readRequestId(), source: readSource(await headers(), services().env) };
}

/**
 * The context of a request to a customer's page or action: who acts, and with what. Read once for each request.
 * A session of the staff, which the same browser may hold, is not looked at.
 */
export const getContext = cache(async (): Promise<Context> => {
  const [actor, request] = await Promise.all([readCustomerActor(customerAuth()), readRequest()]);
  return createContext(services(), { actor, ...request });
});

/** The same for the staff's pages and actions, where a customer's session is not looked at. */
export const getStaffContext = cache(async (): Promise<Context> => {
  const [actor, request] = await Promise.all([readStaffActor(staffAuth()), readRequest()]);
  return createContext(services(), { actor, ...request });
});

/** The context of a request that must not keep the customer's session alive. */
export async function getPeekingContext(): Promise<Context> {
  const [actor, request] = await Promise.all([peekCustomerActor(services()), readRequest()]);
  return createContext(services(), { actor, ...request });
}

/** The same for the staff. */
export async function getPeekingStaffContext(): Promise<Context> {
  const [actor, request] = await Promise.all([peekStaffActor(services()), readRequest()]);
  return createContext(services(), { actor, ...request });
}
