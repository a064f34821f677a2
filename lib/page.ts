import "server-only";
import { forbidden, notFound, redirect } from "next/navigation";
import { getContext, getStaffContext } from "./auth/session";
import type { Context } from "./context";
import { AppError } from "./errors";

async function load<T>(
  context: Promise<Context>,
  work: (context: Context) => Promise<T>,
  signInPath: (error: AppError) => string,
): Promise<T> {
  try {
    return await work(await context);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "not_signed_in" || error.code === "sign_in_again") redirect(signInPath(error));
    if (error.code === "not_found") notFound();
    if (error.code === "not_allowed") forbidden();
    throw error;
  }
}

/**
 * Runs a customer's page's first reads, before its first byte: a signed-out person is sent to sign in and back,
 * what is not theirs is not found (as a 404, not a page that says so), and any other error goes to the error page.
 */
export async function loadPage<T>(work: (context: Context) => Promise<T>, returnTo: string): Promise<T> {
  return load(getContext(), work, () => `/?${new URLSearchParams({ callbackUrl: returnTo })}`);
}

/** The same for a page of the staff, whose sign-in is another. */
export async function loadStaffPage<T>(work: (context: Context) => Promise<T>, returnTo: string): Promise<T> {
  return load(
    getStaffContext(),
    work,
    () => `/admin/sign-in?${new URLSearchParams({ callbackUrl: returnTo })}`,
  );
}
