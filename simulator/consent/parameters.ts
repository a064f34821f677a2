import { z } from "zod";
import { platform } from "../platform";
import { scopes } from "../state/records";

/** What an application may ask for: these three parameters and nothing else. */
export const AuthorizationRequest = z.strictObject({
  client_id: z.literal(platform.application.clientId, {
    error: "is not the client_id of an active application",
  }),
  scope: z.enum(scopes, { error: "must be read_only or read_write" }),
  state: z.string().max(200, "must have at most 200 characters").optional(),
});
export type AuthorizationRequest = z.infer<typeof AuthorizationRequest>;

export const Decision = AuthorizationRequest.extend({
  group_id: z.string().min(1),
  decision: z.enum(["approve", "deny"]),
});
export type Decision = z.infer<typeof Decision>;

export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: string[] };

/** Reads a query or a form. A name that is given twice is a problem, whatever its values. */
export function parseParameters<T>(schema: z.ZodType<T>, parameters: URLSearchParams): Parsed<T> {
  const names = [...parameters.keys()];
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  const result = schema.safeParse(Object.fromEntries(parameters));
  if (result.success && repeated.length === 0) return { ok: true, value: result.data };
  const problems = repeated.map((name) => `${name} is given more than once.`);
  for (const issue of result.error?.issues ?? []) {
    if (issue.code === "unrecognized_keys")
      problems.push(...issue.keys.map((key) => `${key} is not a parameter here.`));
    else problems.push(`${issue.path.join(".")} ${describe(issue.message)}.`);
  }
  return { ok: false, problems };
}

function describe(message: string): string {
  return /^(is|must) /.test(message) ? message : `is not right: ${message}`;
}
