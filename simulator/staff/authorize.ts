import { z } from "zod";
import { ControlError } from "../control/input";
import { signIn } from "./interaction";
import type { StaffIssuer } from "./issuer";

interface Authorization {
  /** As the portal would send a browser to it. */
  authorizeUrl: string;
  sub: string;
  authTimeSecondsAgo?: number | undefined;
}

/**
 * What a person's browser would do at the issuer, from the portal's redirect to the callback, which may tell
 * of an error. No session is left. @throws ControlError
 */
export async function authorizeAs(
  issuer: StaffIssuer,
  { authorizeUrl, sub, authTimeSecondsAgo = 0 }: Authorization,
): Promise<string> {
  if (!issuer.people.find(sub)) throw new ControlError(404, `There is no person ${sub}.`);
  requireEndpoint(issuer, authorizeUrl);
  const asked = await visit(authorizeUrl);
  const uid = interactionAt(issuer, asked.location);
  if (uid === null) return asked.location;
  const interaction = await (await issuer.provider()).Interaction.find(uid);
  if (!interaction) throw new ControlError(400, "The sign-in was over before it was answered.");
  const authTime = Math.floor(Date.now() / 1000) - authTimeSecondsAgo;
  const returnTo = await signIn(issuer, interaction, { sub, authTime });
  return (await visit(returnTo, asked.cookies)).location;
}

function requireEndpoint(issuer: StaffIssuer, authorizeUrl: string): void {
  const { origin, pathname } = new URL(authorizeUrl);
  const endpoint = `${issuer.url}/auth`;
  if (origin + pathname !== endpoint) {
    throw new ControlError(400, `authorize_url does not lead to ${endpoint}.`);
  }
}

function interactionAt(issuer: StaffIssuer, location: string): string | null {
  const prefix = `${issuer.url}/interaction/`;
  return location.startsWith(prefix) ? location.slice(prefix.length) : null;
}

async function visit(url: string, cookies = ""): Promise<{ location: string; cookies: string }> {
  const headers = { accept: "application/json", cookie: cookies };
  const answer = await fetch(url, { headers, redirect: "manual" });
  const text = await answer.text();
  const location = answer.headers.get("location");
  if (location === null) {
    const message = `The issuer answered ${answer.status} instead of a redirect.`;
    throw new ControlError(400, message, problemsIn(text));
  }
  const given = answer.headers.getSetCookie().map((cookie) => cookie.slice(0, cookie.indexOf(";")));
  return { location: new URL(location, url).href, cookies: given.join("; ") };
}

const Problem = z.object({ error: z.string(), error_description: z.string().optional() });

/** What the issuer says of a request it refuses; a fault may answer something else. */
function problemsIn(text: string): string[] {
  try {
    const { error, error_description } = Problem.parse(JSON.parse(text));
    return [error_description === undefined ? error : `${error}: ${error_description}`];
  } catch {
    return [];
  }
}
