import "server-only";
import { z } from "zod";

/** What a body to Increase holds that nobody may see: https://increase.com/documentation/oauth */
const secretsOfBody = z.object({
  client_secret: z.string().optional(),
  code: z.string().optional(),
  production_token: z.string().optional(),
  shared_secret: z.string().optional(),
});

function secretsIn(body: unknown): string[] {
  if (typeof body !== "string") return [];
  try {
    const parsed = secretsOfBody.safeParse(JSON.parse(body));
    return Object.values(parsed.data ?? {}).filter((value) => value !== undefined);
  } catch {
    return [];
  }
}

/** Too short to be a secret: replacing it would only garble the words. */
const leastCharacters = 8;

/**
 * A fetch whose refusals hold none of what was sent in secret. Attack on nobody: an error that quotes the token that
 * it refuses, which would then be shown to the staff, logged, and kept in clear.
 */
export function scrubbedFetch(innerFetch: typeof fetch, key: string): typeof fetch {
  return async (input, init) => {
    const response = await innerFetch(input, init);
    if (response.ok) return response;
    const secrets = [key, ...secretsIn(init?.body)].filter(({ length }) => length >= leastCharacters);
    // A refusal is one by its status, even where its body never comes.
    let text = await response.text().catch(() => "");
    for (const secret of secrets) text = text.replaceAll(secret, "[secret]");
    const { status, statusText } = response;
    const headers = new Headers(response.headers);
    // Of the body as it came.
    for (const name of ["content-length", "content-encoding"]) headers.delete(name);
    return new Response(text === "" ? null : text, { status, statusText, headers });
  };
}
