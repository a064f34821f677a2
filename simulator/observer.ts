import { setTimeout as wait } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, Next } from "hono";
import { bearerKey } from "./authentication";
import type { Environment } from "./environment";
import { environments } from "./environment";
import { errorOfType, typeOfStatus } from "./errors";
import type { ActiveFault } from "./faults";
import type { NodeContext } from "./node-context";
import { platform, staffClient } from "./platform";
import { groupOfGrant } from "./state/grants";
import type { World } from "./state/world";

/** Stands before the API, the consent page and the issuer of the staff: writes the request log and lets faults act. */
export function observe(world: World) {
  return async (context: Context<NodeContext>, next: Next): Promise<Response | void> => {
    const { method, path } = context.req;
    const groupId = await findCallersGroup(world, context);
    const logged = world.requestLog.begin({
      environment: environmentOf(path),
      method,
      path: withoutSecrets(world, path),
      query: readableQuery(world, context.req.url),
      group_id: groupId,
    });
    let status: number | null = null;
    context.env.outgoing.once("close", () => world.requestLog.leave(logged));
    try {
      const fault = world.faults.take({ method, path, groupId });
      if (fault?.latency_ms) await wait(fault.latency_ms);
      const answer = fault && faultAnswer(fault, context);
      if (!answer || fault.phase === "after") await next();
      if (answer) context.res = answer;
      // Increase's clock is one: what an answer's header says agrees with what is in it.
      if (logged.environment !== null && !fault?.drop) {
        context.res.headers.set("date", new Date(world.clock.nowMs()).toUTCString());
      }
      status = fault?.drop ? null : context.res.status;
    } finally {
      world.requestLog.finish(logged, status);
    }
  };
}

function faultAnswer(fault: ActiveFault, context: Context<NodeContext>): Response | null {
  if (fault.drop) {
    context.env.incoming.socket.destroy();
    return RESPONSE_ALREADY_SENT;
  }
  const status = fault.status ?? (fault.html ? 502 : 200);
  if (fault.malformed) {
    return new Response('{"data": [', { status, headers: { "content-type": "application/json" } });
  }
  if (fault.html) {
    const html = `<!doctype html><title>${status}</title><h1>${status}</h1><p>A simulated gateway error.</p>`;
    return new Response(html, { status, headers: { "content-type": "text/html; charset=utf-8" } });
  }
  if (fault.answer !== undefined) return Response.json(fault.answer, { status });
  return fault.status === undefined ? null : errorAnswer(fault, fault.status);
}

function errorAnswer(fault: ActiveFault, status: number): Response {
  const type = fault.type ?? typeOfStatus(status);
  const extras = {
    ...(fault.reason === undefined ? {} : { reason: fault.reason }),
    ...(fault.retry_after === undefined ? {} : { retry_after: fault.retry_after }),
  };
  const detail = "A simulated fault.";
  const body = type
    ? { ...errorOfType(type, detail, extras).body, status }
    : { type: "about:blank", title: "Simulated fault", detail, status, ...extras };
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (fault.retry_after !== undefined) headers.set("retry-after", String(fault.retry_after));
  return Response.json(body, { status, headers });
}

function environmentOf(path: string): Environment | null {
  return environments.find((environment) => path.startsWith(`/${environment}/`)) ?? null;
}

/** The group whose token, code or choice the request carries, valid or not; null for the platform's key. */
async function findCallersGroup(world: World, context: Context): Promise<string | null> {
  if (context.req.method === "POST" && context.req.path.startsWith("/oauth/")) {
    return new URLSearchParams(await context.req.text()).get("group_id");
  }
  if (context.req.method === "POST" && context.req.path.endsWith("/oauth/tokens")) {
    const given = /"(?:code|production_token)"\s*:\s*"([^"]*)"/.exec(await context.req.text())?.[1];
    return given === undefined ? null : groupOfGrant(world, given);
  }
  const key = bearerKey(context.req.header("authorization"));
  return world.state.tokens.find((token) => token.token === key)?.groupId ?? null;
}

function readableQuery(world: World, url: string): Record<string, string> {
  return Object.fromEntries(
    [...new URL(url).searchParams].map(([name, value]) => [
      name,
      name === "id_token_hint" ? "[removed]" : withoutSecrets(world, value),
    ]),
  );
}

function withoutSecrets(world: World, text: string): string {
  const secrets = [
    ...world.state.tokens.map(({ token }) => token),
    ...world.state.codes.map(({ code }) => code),
    platform.liveKey,
    platform.sandboxKey,
    platform.clientSecret,
    staffClient.secret,
  ];
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, "[removed]"), text);
}
