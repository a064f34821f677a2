import "server-only";
import type { Services } from "../../services";
import { parseStaffCallbackUrl } from "../callback-url";
import { limitBegunSignIn } from "../limit-sign-in";
import { staffSessionAbsoluteMs } from "../session-token";
import type { StaffAuth } from "./auth";
import { staffProviderId } from "./provider";

/**
 * Begins a sign-in of the staff; its cookies are set on the answer. Returns the issuer's address to go to, or
 * null where the issuer can't be reached.
 * @param again asks the issuer to have the person prove anew who they are
 */
export async function beginStaffSignIn(
  services: Pick<Services, "db" | "env" | "log" | "now">,
  auth: StaffAuth,
  { callbackUrl, again }: { callbackUrl: unknown; again: boolean },
): Promise<string | null> {
  await limitBegunSignIn(services, "staff");
  const { env } = services;
  const redirectTo = parseStaffCallbackUrl(callbackUrl, env.AUTH_URL);
  // Attack: a stolen session refreshed by a click through the issuer's own. Only where a limit is asked for must an
  // issuer say when the person last proved who they are.
  const maxAgeSeconds = again ? 0 : staffSessionAbsoluteMs / 1000;
  const address: string = await auth.signIn(
    staffProviderId,
    { redirect: false, redirectTo },
    { max_age: String(maxAgeSeconds) },
  );
  // Auth.js leads to our own page where it could not make the issuer's address.
  return new URL(address, env.AUTH_URL).origin === env.AUTH_URL ? null : address;
}
