import type { Context } from "hono";
import type { z } from "zod";

/** A control call that cannot be carried out: `{"error": …, "issues": […]}`. */
export class ControlError extends Error {
  readonly status: 400 | 403 | 404;
  readonly issues: string[];

  constructor(status: 400 | 403 | 404, message: string, issues: string[] = []) {
    super(message);
    this.status = status;
    this.issues = issues;
  }
}

/** The one mapper of control errors; any other error is not its own. */
export function answerControlError(error: Error): Response {
  if (!(error instanceof ControlError)) throw error;
  return Response.json({ error: error.message, issues: error.issues }, { status: error.status });
}

/** The body of a control call; none at all counts as `{}`. */
export async function readInput<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await context.req.text();
  return parseInput(schema, text === "" ? {} : parseJson(text));
}

export function parseInput<T>(schema: z.ZodType<T>, given: unknown): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`);
  throw new ControlError(400, "The simulator does not understand this.", issues);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError(400, "The body is not JSON.");
  }
}
