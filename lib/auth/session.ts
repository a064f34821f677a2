import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { z } from "zod";
import type { Actor, Context, RequestSource } from "../context";
import { readRequestId } from "../request-id";
import { services } from "../services";
import { createCustomerAuth, type CustomerAuth } from "./customer-auth";

let shared: CustomerAuth | undefined;

export function customerAuth(): CustomerAuth {
  shared ??= createCustomerAuth(services());
  return shared;
}

const sessionSchema = z.object({ groupId: z.string().min(1), sessionId: z.uuid() });

async function readActor(): Promise<Actor | null> {
  // Auth.js can answer with something truthy that is no session; only the exact form counts as one.
  const session = sessionSchema.safeParse(await customerAuth().auth());
  return session.success ? { kind: "customer", ...session.data } : null;
}

async function readRequest(): Promise<{ requestId: string; source: RequestSource }> {
  const requestHeaders = await headers();
  return {
    requestId: await readRequestId(),
    source: { ipAddress: null, userAgent: requestHeaders.get("user-agent")?.slice(0, 300) ?? null },
  };
}

/** The context of the request being answered: who acts, and with what. Read once for each request. */
export const getContext = cache(async (): Promise<Context> => {
  const [actor, request] = await Promise.all([readActor(), readRequest()]);
  return { ...services(), actor, ...request };
});
