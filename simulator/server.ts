import { Hono } from "hono";
import { alertRoutes } from "./alerts/routes";
import { consentRoutes } from "./consent/routes";
import { controlRoutes } from "./control/routes";
import { environments } from "./environment";
import { ApiError, errorOfType } from "./errors";
import type { NodeContext } from "./node-context";
import { observe } from "./observer";
import { pageRoutes } from "./pages/routes";
import { endpoints } from "./routes/index";
import { staffRoutes } from "./staff/routes";
import { World } from "./state/world";
import type { WorldOptions } from "./state/world";

export interface Simulator {
  readonly app: Hono<NodeContext>;
  readonly world: World;
}

/** A simulator without a port. Everything it knows is in its own world. */
export function createSimulator(options: WorldOptions = {}): Simulator {
  const world = new World(options);
  const app = new Hono<NodeContext>();
  for (const environment of environments) {
    app.use(`/${environment}/*`, observe(world));
    for (const { method, path, respond } of endpoints) {
      app.on(method, `/${environment}${path}`, (context) => respond(world, environment, context));
    }
  }
  app.use("/oauth/authorization", observe(world));
  app.route("/", consentRoutes(world));
  app.route("/", staffRoutes(world));
  app.route("/", controlRoutes(world));
  app.route("/", alertRoutes(world));
  app.route("/", pageRoutes(world));
  app.notFound((context) => problem(methodNotFound(context.req.method, context.req.path)));
  app.onError((error) => {
    if (error instanceof ApiError) return problem(error);
    process.stderr.write(`${error.stack ?? error.message}\n`);
    return problem(errorOfType("internal_server_error", "The simulator itself failed; see its output."));
  });
  return { app, world };
}

function methodNotFound(method: string, path: string): ApiError {
  return new ApiError("api_method_not_found_error", `There is no method ${method} ${path}.`);
}

function problem({ body }: ApiError): Response {
  return Response.json(body, {
    status: body.status,
    headers: { "content-type": "application/problem+json" },
  });
}
