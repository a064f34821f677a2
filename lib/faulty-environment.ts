import "server-only";
import { previewAtProduction, previewOfLive } from "./env";

const previewProblems = new Set([previewOfLive, previewAtProduction]);

/** What a person reads who opens a portal that can't serve. Variables are named, values never. */
export function describeFaultyEnvironment(problems: readonly string[]): string {
  if (!problems.some((problem) => previewProblems.has(problem))) {
    return "This portal is not set up yet. /api/health names what is missing.";
  }
  return [
    "This is a preview deployment of the portal, and it was given production's settings. It serves nothing, and has asked Increase for nothing.",
    "",
    "A preview runs code that nobody has released. So it never reaches Increase's live API, and never holds production's secrets.",
    "",
    "What is wrong:",
    ...problems.map((problem) => `- ${problem}`),
    "",
    "What to do: in Vercel's settings, give the Preview environment values of its own for INCREASE_API_URL, INCREASE_SANDBOX_API_URL and INCREASE_AUTHORIZE_URL (a simulator's that is hosted for previews, say), for each key and secret, DATABASE_URL, TOKEN_KEYS and AUTH_URL. Then deploy again.",
  ].join("\n");
}
