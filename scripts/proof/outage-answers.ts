import { describeAction, type Answer, type Requests } from "./permissions/requests";

const requestId = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/;
const insides = [
  "__next_error__",
  "ECONNREFUSED",
  "Failed query",
  "node_modules",
  "This page could not be made",
];
const words = "The portal’s database does not answer";

/** What shows insides, or looks like being signed out to somebody who is signed in; null where all is well. */
function findFault({ status, headers, body }: Answer): string | null {
  const leaked = insides.find((each) => body.includes(each));
  // A page that leads elsewhere has Next's own body, which no browser shows.
  if (leaked !== undefined && headers.get("location") === null) return `${status} with "${leaked}"`;
  if (status >= 500 && status !== 503) return String(status);
  return null;
}

/** Why an answer given while the database is away is not the one that is due; null where it is. */
export function judgeOutage(answer: Answer, kind: "page" | "json"): string | null {
  const { status, headers, body } = answer;
  if (status !== 503) return `${status} ${headers.get("location") ?? ""}`;
  if (headers.get("retry-after") === null) return "no Retry-After";
  if (headers.get("content-type")?.includes(kind === "page" ? "text/html" : "json") !== true)
    return "another type";
  if (!body.includes(words)) return `no words: ${body.slice(0, 80)}`;
  if (!requestId.test(body)) return "no request id";
  return findFault(answer);
}

/** The same of an answer that may also be the usual one. Null: it is one of the two. */
export function judgeAnytime(answer: Answer, kind: "page" | "json"): string | null {
  const { status, headers } = answer;
  if (status === 503) return judgeOutage(answer, kind);
  const location = headers.get("location") ?? "";
  const isSignIn = location.startsWith("/?callbackUrl=") || location.startsWith("/admin/sign-in");
  return isSignIn ? `signed out: ${location}` : findFault(answer);
}

/** A form's own answer to a script: in the form, whose page stays. */
export function judgeAction(requests: Requests, answer: Answer, elsewhere: string | null): string | null {
  const got = describeAction(requests, answer);
  const isSaid = got.startsWith(`failed: ${words}`) || got === "→ /unavailable";
  const isAway = elsewhere !== null && got.startsWith(elsewhere);
  return isSaid || isAway ? findFault(answer) : got;
}
