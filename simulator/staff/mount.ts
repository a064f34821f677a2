import type { IncomingMessage, ServerResponse } from "node:http";
import type { KoaContextWithOIDC, Provider } from "oidc-provider";

/** Null where oidc-provider has nothing at the path. */
export type Answer = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<Response | null>;

/**
 * oidc-provider at its issuer's own URL, its answers as Responses: Koa would write them to the socket,
 * where neither the request log nor a fault could see them.
 */
export function mount(provider: Provider): Answer {
  const { origin, pathname } = new URL(provider.issuer);
  const answers = new WeakMap<IncomingMessage, Response | Error | null>();
  provider.use(async (context, next) => {
    const { path } = context;
    context.respond = false;
    context.mountPath = pathname;
    context.path = path.slice(pathname.length) || "/";
    // An issuer has one name: whatever Host a request has, no endpoint is told with another.
    context.request.originalUrl = origin + context.originalUrl;
    try {
      await next();
      answers.set(context.req, toResponse(context));
    } catch (error) {
      answers.set(context.req, error instanceof Error ? error : new Error(String(error)));
    } finally {
      context.path = path;
    }
  });
  const callback = provider.callback();
  return async (incoming, outgoing) => {
    await callback(incoming, outgoing);
    const answer = answers.get(incoming) ?? null;
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

type Context = Pick<KoaContextWithOIDC, "body" | "status" | "res">;

function toResponse({ body, status, res }: Context): Response | null {
  const headers = takeHeaders(res);
  if (body === null || body === undefined) {
    return status === 404 ? null : new Response(null, { status, headers });
  }
  return new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
}

/** Those that stayed behind would go out with whatever answer takes this one's place. */
function takeHeaders(outgoing: ServerResponse): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(outgoing.getHeaders())) {
    for (const one of [value ?? []].flat()) headers.append(name, String(one));
    outgoing.removeHeader(name);
  }
  return headers;
}
