import type { Context } from "hono";
import type { z } from "zod";
import { authenticate } from "./authentication";
import type { Caller } from "./authentication";
import type { Environment } from "./environment";
import { ApiError, errorOfType, invalidParameters } from "./errors";
import { findReplay, rememberResult } from "./idempotency";
import type { IdempotentCall } from "./idempotency";
import type { Group } from "./seed/groups";
import type { Ledger } from "./seed/rows";
import { ledgerOf } from "./state/ledgers";
import type { World } from "./state/world";

/** A call that passed every check but the endpoint's own. */
export interface Call<Query, Body> {
  readonly world: World;
  readonly environment: Environment;
  readonly caller: Caller;
  readonly group: Group;
  readonly ledger: Ledger;
  readonly path: string;
  /** The `:id` of the path; empty where the path has none. */
  readonly id: string;
  readonly query: Query;
  readonly body: Body;
  readonly idempotencyKey: string | null;
}

interface Definition<Query, Body> {
  readonly method: "GET" | "POST" | "PATCH";
  readonly path: string;
  /** `platform`: the platform's own key alone. `group`: anybody, for their own group. */
  readonly access: "platform" | "group";
  readonly query: z.ZodType<Query>;
  readonly body: z.ZodType<Body>;
  /** POST endpoints that create an object honour `Idempotency-Key`. */
  readonly isIdempotent?: boolean;
  readonly handle: (call: Call<Query, Body>) => object;
}

export interface Endpoint {
  readonly method: "GET" | "POST" | "PATCH";
  readonly path: string;
  readonly respond: (world: World, environment: Environment, context: Context) => Promise<Response>;
}

/** One API method: who may call it, what it takes, what it answers. Anything else is refused before `handle`. */
export function defineEndpoint<Query, Body>(definition: Definition<Query, Body>): Endpoint {
  return {
    method: definition.method,
    path: definition.path,
    respond: async (world, environment, context) => {
      const caller = authenticate(world, environment, context.req.header("authorization"));
      authorize(world, caller, definition);
      const query = parse(definition.query, readQuery(context.req.url));
      const body = parse(definition.body, await readBody(context));
      const idempotencyKey = definition.isIdempotent ? (context.req.header("idempotency-key") ?? null) : null;
      const path = context.req.path.slice(environment.length + 1);
      const id = context.req.param("id") ?? "";
      const once =
        idempotencyKey === null ? null : idempotentCall(idempotencyKey, environment, caller, path, body);
      const replay = once && findReplay(world, once);
      if (replay) return Response.json(replay, { headers: { "Idempotent-Replayed": "true" } });
      const group = caller.group;
      const ledger = ledgerOf(world, environment, group);
      const call = { world, environment, caller, group, ledger, path, id, query, body, idempotencyKey };
      const answer = definition.handle(call);
      if (once) rememberResult(world, once, answer);
      return Response.json(answer);
    },
  };
}

function authorize(world: World, caller: Caller, definition: { method: string; access: string }): void {
  if (caller.token === null) return;
  if (definition.access === "platform") {
    throw new ApiError(
      "insufficient_permissions_error",
      "Use your own API key here, not an OAuth access token.",
    );
  }
  if (definition.method !== "GET" && caller.token.scope === "read_only") {
    throw errorOfType(world.state.switches.read_only_write_error, "This access token is read-only.");
  }
}

function idempotentCall(
  key: string,
  environment: Environment,
  caller: Caller,
  path: string,
  body: unknown,
): IdempotentCall {
  const owner = `${environment} ${caller.group.id}`;
  return { key, owner, fingerprint: `${path} ${canonicalJson(body)}` };
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** @throws ApiError for a parameter that is given twice */
function readQuery(url: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URL(url).searchParams) {
    if (Object.hasOwn(query, name))
      throw invalidParameters({ field: name, message: "is given more than once" });
    query[name] = value;
  }
  return query;
}

/** A request without a body counts as one with an empty object. */
async function readBody(context: Context): Promise<unknown> {
  const text = await context.req.text();
  if (text === "") return {};
  if (!/^application\/json\s*(;|$)/i.test(context.req.header("content-type") ?? "")) {
    throw new ApiError(
      "malformed_request_error",
      "The body must be JSON, with content-type application/json.",
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError("malformed_request_error", "The body is not valid JSON.");
  }
}

function parse<T>(schema: z.ZodType<T>, given: unknown): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw invalidParameters(
    ...result.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({
            field: [...issue.path, key].join("."),
            message: "is not a parameter of this method",
          }))
        : [{ field: issue.path.join("."), message: issue.message }],
    ),
  );
}
