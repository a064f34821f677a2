import "server-only";
import { notFound, redirect } from "next/navigation";
import { getContext } from "./auth/session";
import type { Context } from "./context";
import { AppError } from "./errors";

/**
 * Runs a page's first reads, before its first byte: a signed-out person is sent to sign in and back, what is
 * not theirs is not found (as a 404, not a page that says so), and any other error goes to the error page.
 */
export async function loadPage<T>(work: (context: Context) => Promise<T>, returnTo: string): Promise<T> {
  try {
    return await work(await getContext());
  } catch (error) {
    if (error instanceof AppError && error.code === "not_signed_in") {
      redirect(`/?${new URLSearchParams({ callbackUrl: returnTo })}`);
    }
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
