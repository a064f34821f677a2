import "server-only";
import { forbidden, notFound, redirect } from "next/navigation";
import { getContext, getStaffContext } from "./auth/session";
import type { Context } from "./context";
import { AppError } from "./errors";
import { findOutage } from "./outage/find-outage";
import { unavailablePathFrom } from "./outage/outage-answer";
import { readRequestId } from "./http/request-id";
import { withSpan } from "./telemetry";

type Audience = {
  name: "customer" | "staff";
  readContext: () => Promise<Context>;
  signInPath: (returnTo: string) => string;
};

/** Next shows the error page an error's digest alone: as such, it is given the request's id, which is in the log. */
async function withRequestId(error: unknown): Promise<Error> {
  const digest = await readRequestId();
  return Object.assign(new Error("a page could not be made", { cause: error }), { digest });
}

async function load<T>(
  { name, readContext, signInPath }: Audience,
  work: (context: Context) => Promise<T>,
  returnTo: string,
): Promise<T> {
  try {
    return await withSpan("page.load", { "portal.audience": name }, async () => work(await readContext()));
  } catch (error) {
    const code = error instanceof AppError ? error.code : "internal";
    if (code === "not_signed_in" || code === "sign_in_again") redirect(signInPath(returnTo));
    if (code === "not_found") notFound();
    if (code === "not_allowed") forbidden();
    // A page can answer no 503 itself, and Next's page for an error is a 500.
    if ((await findOutage(error, await readRequestId())) !== null) redirect(unavailablePathFrom(returnTo));
    // Next's own, such as a redirect, must stay what they are.
    if (error instanceof Error && "digest" in error) throw error;
    throw await withRequestId(error);
  }
}

const customers: Audience = {
  name: "customer",
  readContext: getContext,
  signInPath: (callbackUrl) => `/?${new URLSearchParams({ callbackUrl })}`,
};

const staff: Audience = {
  name: "staff",
  readContext: getStaffContext,
  signInPath: (callbackUrl) => `/admin/sign-in?${new URLSearchParams({ callbackUrl })}`,
};

/**
 * Runs a customer's page's first reads, before its first byte: a signed-out person is sent to sign in and back,
 * what is not theirs is not found (as a 404, not a page that says so), and any other error goes to the error page.
 */
export async function loadPage<T>(work: (context: Context) => Promise<T>, returnTo: string): Promise<T> {
  return load(customers, work, returnTo);
}

/** The same for a page of the staff, whose sign-in is another. */
export async function loadStaffPage<T>(work: (context: Context) => Promise<T>, returnTo: string): Promise<T> {
  return load(staff, work, returnTo);
}
