import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { countSignIn, findSignInWait } from "../rate-limit";
import { readRequestId } from "../http/request-id";
import type { Services } from "../services";
import { readClientAddress } from "./client-address";
import { tooManyAttempts } from "./too-many-attempts";

const sides = {
  customer: { limit: "customer_sign_in.begin", startPath: "/", limitedPath: "/sign-in/limited" },
  staff: {
    limit: "staff_sign_in.begin",
    startPath: "/admin/sign-in",
    limitedPath: "/admin/sign-in/limited",
  },
} as const;

type Side = keyof typeof sides;

/** Counts a sign-in that begins. A server action can't answer 429, so one too many is sent to an address that does. */
export async function limitBegunSignIn(
  services: Pick<Services, "db" | "env" | "log" | "now">,
  side: Side,
): Promise<void> {
  const { limit, limitedPath } = sides[side];
  const address = readClientAddress(await headers(), services.env.TRUSTED_PROXY);
  if ((await countSignIn(services, limit, address)) !== null) redirect(limitedPath);
}

/** What that address answers: 429 for as long as a sign-in would be one too many, and then the way back. */
export async function answerLimited(
  request: Request,
  services: Pick<Services, "db" | "env" | "now">,
  side: Side,
): Promise<Response> {
  const { limit, startPath } = sides[side];
  const address = readClientAddress(request.headers, services.env.TRUSTED_PROXY);
  const wait = await findSignInWait(services, limit, address);
  if (wait !== null) {
    return tooManyAttempts(request.headers, { ...wait, startPath, requestId: await readRequestId() });
  }
  return new Response(null, {
    status: 303,
    headers: { location: startPath, "cache-control": "private, no-store" },
  });
}
